package io.forebay.soak;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every call has an id, and both sides keep a ledger, so that it is decided and not guessed whether
 * an answer was lost, sent twice, given to another, or came from nowhere.
 *
 * <p>The normal build makes 100,000 calls; {@code -Dforebay.soak.calls}, {@code
 * -Dforebay.soak.chaos} (percent) and {@code -Dforebay.soak.seed} choose another soak.
 */
class LedgerSoakTest {
  private static final int CALLS = Integer.getInteger("forebay.soak.calls", 100_000);
  private static final int CHAOS = Integer.getInteger("forebay.soak.chaos", 10);
  private static final long SEED = Long.getLong("forebay.soak.seed", 20_261_121);
  private static final int CALLERS = 16;
  private static final String[] METHODS = {"GET", "POST", "PUT", "POST"};

  private final Plan plan = new Plan(SEED, CHAOS);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<Outcome, Integer> failures = new ConcurrentSkipListMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  @Timeout(3_600)
  void nothingIsLostDoubledMisroutedStrayOrUnchecked() throws Exception {
    long start = System.nanoTime();
    try (LedgerOrigin origin = new LedgerOrigin(plan, CALLS);
        ManagedBackend backend = backend(origin)) {
      call(origin, backend);
      Waiting.until("every permit is back", () -> backend.stats().leased() == 0);
      System.out.printf(
          "ledger soak, seed %d, %d %% chaos: %d calls in %.1f s, %d answered, failed %s,"
              + " %d connections, retired %s%n",
          SEED,
          CHAOS,
          CALLS,
          (System.nanoTime() - start) / 1e9,
          answered.get(),
          failures,
          backend.stats().totals().opened(),
          backend.stats().totals().retired());

      assertThat(wrong).isEmpty();
      int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(answered.get() + failed).isEqualTo(CALLS);
      assertThat(backend.stats().waiting()).isZero();
    }
  }

  private static ManagedBackend backend(LedgerOrigin origin) {
    return Backend.builder("ledger")
        .origin(origin.url())
        .maxConnections(CALLERS)
        .ttfbTimeout(ofSeconds(20))
        .betweenBytesTimeout(ofSeconds(20))
        .timeout(ofSeconds(60))
        .build();
  }

  private void call(LedgerOrigin origin, Backend backend) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(threads.submit(() -> callUntilDone(origin, backend)));
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
    threads.shutdown();
  }

  private void callUntilDone(LedgerOrigin origin, Backend backend) {
    for (int id = next.incrementAndGet(); id <= CALLS; id = next.incrementAndGet()) {
      String method = METHODS[id % METHODS.length];
      try (Response response = send(backend, method, id)) {
        answered(origin, id, response);
      } catch (BackendException e) {
        failed(origin, id, e);
      } catch (Throwable e) {
        found("unchecked", id, e.toString());
      }
      if (method.equals("POST") && origin.arrivals(id) > 1) {
        found("duplicated", id, origin.arrivals(id) + " arrivals");
      }
    }
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

  private void answered(LedgerOrigin origin, int id, Response response) throws IOException {
    String body = response.body().string();
    answered.incrementAndGet();
    if (!body.equals("id=" + id)) {
      found(body.equals("stray") ? "stray" : "misrouted", id, body);
    } else if (origin.arrivals(id) == 0) {
      found("stray", id, "an answer to what never arrived");
    }
  }

  /** A call may fail only if its last arrival, if any, met a fault that answers nothing. */
  private void failed(LedgerOrigin origin, int id, BackendException failure) {
    failures.merge(failure.outcome(), 1, Integer::sum);
    int arrivals = origin.arrivals(id);
    if (arrivals > 0 && plan.fault(id, arrivals).answers()) {
      found("lost", id, plan.fault(id, arrivals) + ", " + failure);
    }
    boolean saidUnseen = failure.requestProcessed() == BackendException.Processed.NO;
    if (saidUnseen && arrivals > 0) {
      found("said to be unsent", id, failure.toString());
    }
  }

  private void found(String what, int id, String how) {
    synchronized (wrong) {
      wrong.add(what + ": call " + id + ": " + how);
    }
  }
}
