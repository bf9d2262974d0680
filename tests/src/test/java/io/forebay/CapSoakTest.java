package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An origin that resets, stalls and closes by chance, 128 callers and 16 connections. A few seconds
 * in the normal build; {@code -Dforebay.soak.seconds=300} for the long form.
 */
class CapSoakTest {
  private static final int CALLERS = 128;
  private static final int CAP = 16;
  private static final int SEED = 20261121;

  private final AtomicLong ids = new AtomicLong();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  @Test
  @Timeout(600)
  void capHoldsAndNothingIsLostOrSentTwice() throws Exception {
    long nanos = ofSeconds(Long.getLong("forebay.soak.seconds", 4)).toNanos();
    OriginOptions options = OriginOptions.plain().withKeptRequests(2_000_000);
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options).respond(Behaviour.ok("ok"));
        ManagedBackend backend = backend(origin)) {
      Random random = new Random(SEED);
      long until = System.nanoTime() + nanos;
      ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> callUntil(until, backend)));
      }
      while (System.nanoTime() < until) {
        origin.enqueue(nextBehaviour(random));
        assertThat(backend.stats().open()).isLessThanOrEqualTo(CAP);
        Waiting.holds(ofMillis(3), () -> false);
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      threads.shutdown();

      Waiting.until("every permit is back", () -> backend.stats().leased() == 0);
      assertThat(backend.stats().waiting()).isZero();
      assertThat(answered.get()).isGreaterThan(100);
      assertThat(failed.get()).isGreaterThan(0);
      assertThat(sentTwice(origin.requests())).isEmpty();
    }
  }

  private static ManagedBackend backend(MisbehavingOrigin origin) {
    return Backend.builder("users")
        .origin(origin.url())
        .maxConnections(CAP)
        .ttfbTimeout(ofMillis(300))
        .betweenBytesTimeout(ofMillis(300))
        .timeout(ofSeconds(20))
        .permitTimeout(ofSeconds(20))
        .build();
  }

  private static Behaviour nextBehaviour(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Behaviour.readThenReset();
      case 1 -> Behaviour.readThenClose();
      case 2 -> Behaviour.readThenSilence();
      case 3 -> Behaviour.truncatedBody(100, 10);
      case 4 -> Behaviour.stalledBody(100, 10);
      case 5 -> Behaviour.staleKeepAliveClose();
      case 6 -> Behaviour.staleKeepAliveReset();
      default -> Behaviour.garbage();
    };
  }

  private int callUntil(long until, Backend backend) {
    int calls = 0;
    while (System.nanoTime() < until) {
      long id = ids.incrementAndGet();
      try (Response response = backend.post("/" + id).body("text/plain", "x").send()) {
        response.body().string();
        answered.incrementAndGet();
      } catch (java.io.IOException e) {
        failed.incrementAndGet();
        if (!(e instanceof BackendException)) {
          throw new AssertionError("not one of ours", e);
        }
      }
      calls++;
    }
    return calls;
  }

  private static List<String> sentTwice(List<ReceivedRequest> requests) {
    Map<String, Integer> seen = new HashMap<>();
    requests.forEach(request -> seen.merge(request.target(), 1, Integer::sum));
    return seen.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
  }
}
