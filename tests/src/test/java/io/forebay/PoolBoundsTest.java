package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code max_connections} is a hard bound, first come first served, and nothing is lost. */
class PoolBoundsTest {

  @Test
  @DisplayName("L1 ten thousand calls open at most eight sockets")
  void tenThousandCallsOpenAtMostEightSockets() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(8)
                .permitTimeout(ofSeconds(60))
                .build()) {
      AtomicInteger answered = new AtomicInteger();
      inThreads(
          64,
          () -> {
            for (int i = 0; i < 10_000 / 64 + 1 && answered.get() < 10_000; i++) {
              try (Response response = backend.get("/").send()) {
                assertThat(response.body().string()).isEqualTo("hello");
                answered.incrementAndGet();
              }
            }
          });

      assertThat(answered.get()).isGreaterThanOrEqualTo(10_000);
      assertThat(origin.peakConnections()).isLessThanOrEqualTo(8);
      BackendStats stats = backend.stats();
      assertThat(stats.leased()).isZero();
      assertThat(stats.waiting()).isZero();
      assertThat(stats.open()).isEqualTo(stats.idle()).isLessThanOrEqualTo(8);
    }
  }

  @ParameterizedTest(name = "L1 waiters are served in order of arrival, async {0}")
  @ValueSource(booleans = {false, true})
  void waitersAreServedInOrderOfArrival(boolean async) throws Exception {
    Gate gate = new Gate();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build()) {
      origin.enqueue(Behaviour.hold(gate, Behaviour.ok("first")));
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<?>> calls = new ArrayList<>();
      calls.add(threads.submit(() -> closed(backend.get("/0").send())));
      gate.awaitArrivals(1, ofSeconds(10));
      for (int i = 1; i <= 25; i++) {
        String path = "/" + i;
        calls.add(
            async
                ? backend.get(path).sendAsync().thenAccept(Response::close)
                : threads.submit(() -> closed(backend.get(path).send())));
        int waiting = i;
        Waiting.until(i + " wait", () -> backend.stats().waiting() == waiting);
      }
      gate.open();
      for (Future<?> call : calls) {
        call.get();
      }
      threads.shutdown();

      assertThat(origin.requests())
          .extracting(request -> request.target())
          .containsExactlyElementsOf(
              java.util.stream.IntStream.rangeClosed(0, 25).mapToObj(i -> "/" + i).toList());
    }
  }

  @Test
  @DisplayName("L1 a full pool is refused after the permit timeout, with the numbers")
  void fullPoolIsRefusedAfterThePermitTimeoutWithTheNumbers() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(1)
                .permitTimeout(ofMillis(100))
                .build();
        Response held = backend.get("/held").send()) {
      BackendRefusedException failure =
          catchThrowableOfType(BackendRefusedException.class, () -> backend.get("/").send());

      assertThat(held.code()).isEqualTo(200);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      assertThat(failure.suggestedStatus()).isEqualTo(503);
      assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.NO);
      assertThat(failure.elapsed()).isBetween(ofMillis(100), ofSeconds(3));
      assertThat(failure)
          .hasMessage("backend 'users': no permit within 100ms (max=1, active=1, waiting=0)");
      assertThat(origin.requestCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "L1 a permit timeout of zero refuses at once, async {0}")
  @ValueSource(booleans = {false, true})
  void permitTimeoutOfZeroRefusesAtOnce(boolean async) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(1)
                .permitTimeout(ofMillis(0))
                .build();
        Response held = backend.get("/held").send()) {
      BackendRefusedException failure =
          catchThrowableOfType(
              BackendRefusedException.class,
              () -> {
                if (async) {
                  Futures.get(backend.get("/").sendAsync()).close();
                } else {
                  backend.get("/").send().close();
                }
              });

      assertThat(held.code()).isEqualTo(200);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
    }
  }

  @Test
  void asynchronousWaitersHoldNoThread() throws Exception {
    Gate gate = new Gate();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(2)
                .permitTimeout(ofSeconds(60))
                .build()) {
      origin.enqueue(
          Behaviour.hold(gate, Behaviour.ok("a")), Behaviour.hold(gate, Behaviour.ok("b")));
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        calls.add(backend.get("/").sendAsync().thenAccept(Response::close));
      }
      gate.awaitArrivals(2, ofSeconds(10));

      assertThat(backend.stats().waiting()).isEqualTo(1_998);
      assertThat(threadsNamed("forebay-worker")).isLessThanOrEqualTo(4);

      gate.open();
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
      assertThat(origin.peakConnections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void waiterThatGivesUpLeavesTheLine() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build()) {
      Response held = backend.get("/held").send();
      CompletableFuture<Response> waiting = backend.get("/never").sendAsync();
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);

      assertThat(waiting.cancel(true)).isTrue();
      Waiting.until("nobody waits", () -> backend.stats().waiting() == 0);

      held.close();
      backend.get("/next").send().close();
      assertThat(origin.requests())
          .extracting(request -> request.target())
          .containsExactly("/held", "/next");
    }
  }

  private static int closed(Response response) {
    response.close();
    return response.code();
  }

  private static long threadsNamed(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  /** Work that may throw. */
  interface Work {
    void run() throws Exception;
  }

  private static void inThreads(int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          threads.submit(
              () -> {
                work.run();
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }
}
