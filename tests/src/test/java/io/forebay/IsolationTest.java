package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backend whose origin does its worst, beside one whose origin is well: no call of the latter
 * fails, and what the other costs it is printed. {@code -Dforebay.isolation.calls} makes the sample
 * larger.
 */
class IsolationTest {
  private static final int CALLS = Integer.getInteger("forebay.isolation.calls", 400);
  private static final int CALLERS = 2;
  private static final byte PING = 6;
  private static final byte SETTINGS = 4;

  /** An origin that misbehaves at every request. */
  private record Hostile(AutoCloseable origin, String url, boolean http2) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      origin.close();
    }
  }

  /** Starts one. */
  private interface Kind {
    Hostile start() throws Exception;
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        row("P7 endless chunk extension", http1(Behaviour.endlessChunkExtension())),
        row("P7 head of 64 MB", http1(Behaviour.hugeHead(64L << 20))),
        row("P11 endless body", http1(Behaviour.endlessBody())),
        row("P4 storm of interim answers", http1(Behaviour.interimStorm(10_000, ofMillis(0)))),
        row("P1 stray bytes", http1(Behaviour.extraBytes("HTTP/1.1 200 OK\r\n\r\n"))),
        row("P17 ping flood", http2(x -> x.flood(PING, 20_000, new byte[8]))),
        row("P17 settings flood", http2(x -> x.flood(SETTINGS, 20_000))));
  }

  private static Arguments row(String name, Kind kind) {
    return Arguments.of(name, kind);
  }

  private static Kind http1(Behaviour behaviour) {
    return () -> {
      MisbehavingOrigin origin = MisbehavingOrigin.start().respond(behaviour);
      return new Hostile(origin, origin.url(), false);
    };
  }

  private static Kind http2(Http2Origin.Reaction reaction) {
    return () -> {
      Http2Origin origin = Http2Origin.start();
      origin.respond(reaction);
      return new Hostile(origin, origin.url(), true);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  @Timeout(600)
  void hostileOriginCostsAnotherBackendNoCall(String name, Kind kind) throws Exception {
    try (MisbehavingOrigin well = MisbehavingOrigin.start().respond(Behaviour.ok("well"));
        ManagedBackend good = Backend.builder("good").origin(well.url()).build();
        Hostile hostile = kind.start();
        ManagedBackend bad = hostileBackend(hostile)) {
      sample(good, CALLS); // Warm.
      long[] alone = sample(good, CALLS);
      long[] beside;
      try (Noise noise = new Noise(bad)) {
        beside = sample(good, CALLS);
        assertThat(noise.calls()).as("hostile calls").isPositive();
      }
      System.out.printf(
          "isolation, %s: p50 %.2f -> %.2f ms, p99 %.2f -> %.2f ms%n",
          name, millis(alone, 0.5), millis(beside, 0.5), millis(alone, 0.99), millis(beside, 0.99));
      assertThat(beside).hasSize(CALLERS * CALLS);
    }
  }

  private static ManagedBackend hostileBackend(Hostile hostile) {
    return Backend.builder("bad")
        .origin(hostile.url())
        .http2PriorKnowledge(hostile.http2())
        .maxResponseBytes(1 << 20)
        .ttfbTimeout(ofSeconds(2))
        .timeout(ofSeconds(5))
        .build();
  }

  /** What each call of a few callers took; fails if one of them does. */
  private static long[] sample(Backend backend, int calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<long[]>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> one(backend, calls)));
      }
      LongStream all = LongStream.empty();
      for (Future<long[]> caller : callers) {
        all = LongStream.concat(all, Arrays.stream(caller.get()));
      }
      return all.sorted().toArray();
    } finally {
      threads.shutdown();
    }
  }

  private static long[] one(Backend backend, int calls) throws IOException {
    long[] took = new long[calls];
    for (int i = 0; i < calls; i++) {
      long from = System.nanoTime();
      try (Response response = backend.get("/x").send()) {
        assertThat(response.body().string()).isEqualTo("well");
      }
      took[i] = System.nanoTime() - from;
    }
    return took;
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
  }

  /** Callers of the hostile origin, one call after the other, until they are told to stop. */
  private static final class Noise implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private volatile int calls;

    Noise(Backend backend) {
      for (int i = 0; i < CALLERS; i++) {
        Thread thread = new Thread(() -> call(backend), "noise-" + i);
        threads.add(thread);
        thread.start();
      }
    }

    private void call(Backend backend) {
      while (!over) {
        try (Response response = backend.get("/x").send()) {
          response.body().bytes();
        } catch (IOException expected) {
          // It is hostile.
        }
        synchronized (threads) {
          calls++;
        }
      }
    }

    int calls() {
      return calls;
    }

    @Override
    public void close() throws InterruptedException {
      over = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
