package io.forebay.soak;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.Outcome;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every call has an id, and both sides keep a ledger, so that it is decided and not guessed whether
 * an answer was lost, sent twice, given to another, or came from nowhere; while nodes go down and
 * come back, and the registry is replaced every two seconds.
 *
 * <p>The normal build makes 100,000 calls; {@code -Dforebay.soak.calls}, {@code
 * -Dforebay.soak.chaos} (percent) and {@code -Dforebay.soak.seed} choose another soak, the profile
 * {@code soak} the long one.
 */
class LedgerSoakTest {
  private static final int CALLS = Integer.getInteger("forebay.soak.calls", 100_000);
  private static final int CHAOS = Integer.getInteger("forebay.soak.chaos", 10);
  private static final long SEED = Long.getLong("forebay.soak.seed", 20_261_121);
  private static final int NODES = 3;
  private static final long LATE_NANOS = Registries.TOTAL.toNanos() + MILLISECONDS.toNanos(150);

  private final Plan plan = new Plan(SEED, CHAOS);
  private final Ledger ledger = new Ledger(CALLS);
  private final AtomicInteger next = new AtomicInteger();
  private final Tally tally = new Tally();

  @Test
  @Timeout(5_400)
  void nothingIsLostDoubledMisroutedStrayLateOrUnchecked() throws Exception {
    long start = System.nanoTime();
    long sockets = sockets();
    List<Node> nodes = Stream.generate(() -> new Node(plan, ledger)).limit(NODES).toList();
    try (Registries registries = new Registries(nodes)) {
      int outages;
      try (Weather weather = new Weather(plan, nodes, registries)) {
        call(nodes, registries);
        outages = weather.outages();
      }
      for (int i = 0; i < NODES; i++) {
        Backend backend = registries.backend(i);
        Waiting.until("every permit is back", () -> backend.stats().leased() == 0);
        assertThat(backend.stats().waiting()).isZero();
      }
      System.out.printf(
          "ledger soak, seed %d, %d %% chaos: %d calls in %.1f s, %s; %d outages, %d registries%n",
          SEED, CHAOS, CALLS, (System.nanoTime() - start) / 1e9, tally, outages, registries.made());
    } finally {
      nodes.forEach(Node::close);
    }
    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.ended()).isEqualTo(CALLS);
    Waiting.until("every descriptor of a socket is closed", () -> sockets() <= sockets);
  }

  /** Open sockets of this process, where the system tells. */
  private static long sockets() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(LedgerSoakTest::isSocket).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // Closed since it was listed.
    }
  }

  private void call(List<Node> nodes, Registries registries) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Registries.CALLERS);
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < Registries.CALLERS; i++) {
      callers.add(threads.submit(() -> callUntilDone(nodes, registries)));
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
    threads.shutdown();
  }

  private void callUntilDone(List<Node> nodes, Registries registries) {
    for (int id = next.incrementAndGet(); id <= CALLS; id = next.incrementAndGet()) {
      String method = method(id);
      call(nodes.get(id % NODES), registries, method, id);
      if (method.equals("POST") && ledger.arrivals(id) > 1) {
        tally.found("duplicated", id, ledger.arrivals(id) + " arrivals");
      }
    }
  }

  /** Of ten calls six are GET, three POST and one PUT. */
  private static String method(int id) {
    int kind = id / NODES % 10;
    return kind < 6 ? "GET" : kind < 9 ? "POST" : "PUT";
  }

  private void call(Node node, Registries registries, String method, int id) {
    long start = System.nanoTime();
    boolean again;
    do {
      again = false;
      try (Response response = send(registries.backend(id % NODES), method, id)) {
        answered(id, response);
      } catch (BackendException e) {
        again = wasReplaced(e);
        if (!again) {
          failed(node, method, id, start, e);
        }
      } catch (Throwable e) {
        again = e instanceof IllegalStateException; // The registry is closed.
        if (!again) {
          tally.found("unchecked", id, e.toString());
        }
      }
      if (again) {
        tally.repeated();
      }
    } while (again);
    long took = System.nanoTime() - start;
    tally.took(took);
    if (took > LATE_NANOS) {
      tally.found("late", id, took / 1_000_000 + " ms");
    }
  }

  private static boolean wasReplaced(BackendException failure) {
    return failure.outcome() == Outcome.CLOSED;
  }

  /** Every eighth call waits for a future. */
  private static Response send(Backend backend, String method, int id) throws Exception {
    var request = backend.request(method, "/c/{id}", id);
    if (!method.equals("GET")) {
      request.body("text/plain", "body of " + id);
    }
    if (id % 8 != 0) {
      return request.send();
    }
    try {
      return request.sendAsync().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void answered(int id, Response response) throws IOException {
    String body = response.body().string();
    tally.answered();
    if (!body.equals("id=" + id)) {
      tally.found(body.equals("stray") ? "stray" : "misrouted", id, body);
    } else if (ledger.arrivals(id) == 0) {
      tally.found("stray", id, "an answer to what never arrived");
    }
  }

  private void failed(Node node, String method, int id, long start, BackendException failure) {
    tally.failed(failure.outcome());
    int arrivals = ledger.arrivals(id);
    if (!mayFail(node, method, id, start)) {
      tally.found("lost", id, method + ", " + arrivals + " arrivals, " + failure);
    }
    boolean saidUnseen = failure.requestProcessed() == BackendException.Processed.NO;
    if (saidUnseen && arrivals > 0) {
      tally.found("said to be unsent", id, failure.toString());
    }
  }

  /**
   * A call may fail if its last arrival met a fault that answers nothing, or its node was down. One
   * that never arrived may fail only if it must not be repeated: its connection was closed in the
   * moment in which it left.
   */
  private boolean mayFail(Node node, String method, int id, long start) {
    int arrivals = ledger.arrivals(id);
    boolean byPlan = arrivals == 0 ? method.equals("POST") : !plan.fault(id, arrivals).answers();
    return byPlan || node.mayHaveFailed(start);
  }
}
