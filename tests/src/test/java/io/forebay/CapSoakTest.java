package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BackendException.Processed;
import io.forebay.internal.net.Sockets;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An origin that resets, stalls and closes by chance, 128 callers and 16 connections. A few seconds
 * in the normal build; {@code -Dforebay.soak.seconds=300} for the long form. That no thread is left
 * is seen by the leak check, as after every test.
 */
class CapSoakTest {
  private static final int CALLERS = 128;
  private static final int CAP = 16;
  private static final int SEED = 20261121;

  /** One request of so many meets a misbehaviour. */
  private static final int SHARE = 4;

  private static final String FULL = "/full";

  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final Queue<Integer> saidUnseen = new ConcurrentLinkedQueue<>();
  private final Seen seen = new Seen();
  private int misbehaved;
  private int mostWaiting;

  @Test
  @Timeout(600)
  void capHoldsAndNothingIsLostOrSentTwice() throws Exception {
    long seconds = Long.getLong("forebay.soak.seconds", 4);
    OriginOptions options = OriginOptions.plain().withKeptRequests(20_000);
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options).respond(Behaviour.ok("ok"));
        ManagedBackend backend = backend(origin)) {
      soak(origin, backend, System.nanoTime() + ofSeconds(seconds).toNanos());
      Waiting.until("every permit is back", () -> backend.stats().leased() == 0);
      assertThat(backend.stats().waiting()).isZero();
      assertAllPermitsAreThere(origin, backend);
      seen.take(origin);
      System.out.println(figures(seconds, origin, backend));

      assertThat(sockets(backend).peakCount()).isEqualTo(CAP);
      assertThat(seen.twice).isEmpty();
      assertThat(saidUnseen).noneMatch(seen.once::get);
      assertThat(seen.once.cardinality()).isBetween(answered.get(), ids.get() - saidUnseen.size());
      assertThat(answered.get() + failed()).isEqualTo(ids.get());
      assertThat(answered.get()).isGreaterThan(100);
      assertThat(failed()).isGreaterThan(0);
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

  /** The sockets themselves, which remember the most that there ever were. */
  private static Sockets sockets(Backend backend) {
    return (Sockets) backend.client().socketFactory();
  }

  private void soak(MisbehavingOrigin origin, Backend backend, long until) throws Exception {
    Random random = new Random(SEED);
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(threads.submit(() -> callUntil(until, backend)));
    }
    while (System.nanoTime() < until) {
      for (; misbehaved < origin.requestCount() / SHARE; misbehaved++) {
        origin.enqueue(nextBehaviour(random));
      }
      seen.take(origin);
      BackendStats stats = backend.stats();
      mostWaiting = Math.max(mostWaiting, stats.waiting());
      assertThat(stats.open()).isLessThanOrEqualTo(CAP);
      assertThat(stats.leased()).isLessThanOrEqualTo(CAP);
      Waiting.holds(ofMillis(1), () -> false);
    }
    for (Future<?> caller : callers) {
      caller.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
  }

  private static Behaviour nextBehaviour(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Behaviour.readThenReset();
      case 1 -> Behaviour.readThenClose();
      case 2 -> Behaviour.readThenSilence();
      case 3 -> Behaviour.truncatedBody(100, 10);
      case 4 -> Behaviour.resetBody(100, 10);
      case 5 -> Behaviour.stalledBody(100, 10);
      case 6 -> Behaviour.staleKeepAliveClose();
      case 7 -> Behaviour.staleKeepAliveReset();
      case 8 -> Behaviour.delayed(ofMillis(random.nextInt(100)), Behaviour.ok("late"));
      default -> Behaviour.garbage();
    };
  }

  private int callUntil(long until, Backend backend) {
    int calls = 0;
    for (; System.nanoTime() < until; calls++) {
      int id = ids.incrementAndGet();
      try (Response response = backend.post("/" + id).body("text/plain", "x").send()) {
        response.body().string();
        answered.incrementAndGet();
      } catch (BackendException e) {
        failures.merge(kind(e), 1, Integer::sum);
        if (e.requestProcessed() == Processed.NO) {
          saidUnseen.add(id);
        }
      } catch (IOException e) {
        throw new AssertionError("not one of ours", e);
      }
    }
    return calls;
  }

  private static String kind(BackendException failure) {
    return failure instanceof BackendTimeoutException timeout
        ? timeout.limit().key()
        : failure.getClass().getSimpleName() + " in phase " + failure.phase().text();
  }

  private int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A permit that was lost in the soak would be missing here. */
  private static void assertAllPermitsAreThere(MisbehavingOrigin origin, Backend backend)
      throws Exception {
    Gate gate = new Gate();
    origin.route(FULL, Behaviour.hold(gate, Behaviour.ok("full")));
    List<CompletableFuture<Response>> calls = new ArrayList<>();
    for (int i = 0; i < CAP; i++) {
      calls.add(backend.get(FULL).ttfbTimeout(ofSeconds(20)).sendAsync());
    }
    gate.awaitArrivals(CAP, ofSeconds(10));
    assertThat(backend.stats().leased()).isEqualTo(CAP);
    assertThat(backend.stats().open()).isEqualTo(CAP);
    assertThat(backend.stats().waiting()).isZero();
    gate.open();
    for (CompletableFuture<Response> call : calls) {
      try (Response response = Futures.get(call)) {
        assertThat(response.body().string()).isEqualTo("full");
      }
    }
    Waiting.until("every permit is back again", () -> backend.stats().leased() == 0);
  }

  private String figures(long seconds, MisbehavingOrigin origin, Backend backend) {
    BackendStats stats = backend.stats();
    return """
        soak of %d s: %d calls, %d answered, %d failed %s
          origin: %d requests, %d misbehaviours, %d connections, seen twice %s, \
        of %d said to be unsent %d seen
          sockets: peak %d of %d, opened %d, retired %s
          permits: leased %d, waiting %d (at most %d), longest lease %s
        """
        .formatted(
            seconds,
            ids.get(),
            answered.get(),
            failed(),
            failures,
            origin.requestCount(),
            misbehaved,
            origin.connectionsAccepted(),
            seen.twice,
            saidUnseen.size(),
            saidUnseen.stream().filter(seen.once::get).count(),
            sockets(backend).peakCount(),
            CAP,
            stats.totals().opened(),
            stats.totals().retired(),
            stats.leased(),
            stats.waiting(),
            mostWaiting,
            stats.totals().lease().longest());
  }

  /** Which calls the origin saw, read from it before it forgets them. */
  private static final class Seen {
    private final BitSet once = new BitSet();
    private final List<Integer> twice = new ArrayList<>();
    private int taken;

    void take(MisbehavingOrigin origin) {
      for (int received = origin.requestCount(); taken < received; taken++) {
        String target = origin.takeRequest(ofSeconds(1)).target();
        if (!target.equals(FULL)) {
          count(Integer.parseInt(target.substring(1)));
        }
      }
    }

    private void count(int id) {
      if (once.get(id)) {
        twice.add(id);
      }
      once.set(id);
    }
  }
}
