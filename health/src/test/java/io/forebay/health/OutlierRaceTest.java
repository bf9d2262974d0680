package io.forebay.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that meet at one origin. */
@Timeout(120)
class OutlierRaceTest {
  private static final int THREADS = 4;
  private static final List<OriginSignal> SIGNALS = List.of(OriginSignal.values());
  private static final HealthState GOOD = HealthState.unprobed().toHealthy();
  private static final HealthState BAD = HealthState.unprobed().toFailing("gone");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private <T> List<T> together(Callable<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<T>> futures = new ArrayList<>();
    for (int n = 0; n < THREADS; n++) {
      futures.add(
          threads.submit(
              () -> {
                start.await(60, TimeUnit.SECONDS);
                return work.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(60, TimeUnit.SECONDS));
    }
    return results;
  }

  @Test
  void twoThreadsWithTheLastErrorEjectOnce() throws Exception {
    for (int round = 0; round < 500; round++) {
      OutlierDetector detector = new OutlierDetector(OutlierSpec.DEFAULT, 0, () -> 0);
      OriginTally origin = detector.watch("o");
      detector.watch("another");
      List<Long> ejections =
          together(
              () ->
                  IntStream.range(0, 5)
                      .filter(n -> origin.report(OriginSignal.ERROR, 1).isPresent())
                      .count());

      assertThat(ejections.stream().mapToLong(n -> n).sum()).isEqualTo(1);
      assertThat(origin.ejected()).isTrue();
      assertThat(detector.ejected()).isEqualTo(1);
    }
  }

  @Test
  void noMoreOriginsAreEjectedThanMayBe() throws Exception {
    for (int round = 0; round < 200; round++) {
      OutlierDetector detector = new OutlierDetector(OutlierSpec.DEFAULT, 0, () -> 0);
      List<OriginTally> origins =
          IntStream.range(0, 6).mapToObj(n -> detector.watch("o" + n)).toList();
      List<Boolean> exceeded =
          together(
              () -> {
                boolean more = false;
                for (int n = 0; n < 60; n++) {
                  origins.get(n % 6).report(OriginSignal.ERROR, 1);
                  more |= origins.stream().filter(OriginTally::ejected).count() > 3;
                }
                return more;
              });

      assertThat(exceeded).containsOnly(false);
      assertThat(origins.stream().filter(OriginTally::ejected)).hasSize(3);
    }
  }

  @Test
  void nothingIsLostBetweenReportsSweepsAndProbes() throws Exception {
    OutlierSpec spec =
        new OutlierSpec.Builder()
            .ejection(new EjectionTime(ofMillis(1), ofMillis(2), Duration.ZERO))
            .interval(ofMillis(3))
            .build();
    OutlierDetector detector = new OutlierDetector(spec, 0, () -> 0);
    List<OriginTally> origins =
        IntStream.range(0, 5).mapToObj(n -> detector.watch("o" + n)).toList();
    Object sweeping = new Object();
    together(
        () -> {
          SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
          for (int n = 0; n < 200_000; n++) {
            long now = n * 1000L;
            OriginTally origin = origins.get(random.nextInt(5));
            OriginSignal signal = SIGNALS.get(random.nextInt(4));
            origin.report(signal, now);
            if (n % 50 == 0) {
              origin.probed(BAD, GOOD);
              synchronized (sweeping) {
                detector.sweep(now);
              }
            }
          }
          return true;
        });

    assertThat(detector.ejected())
        .isEqualTo((int) origins.stream().filter(OriginTally::ejected).count())
        .isLessThanOrEqualTo(2);
    detector.sweep(ofSeconds(10).toNanos());
    assertThat(detector.ejected()).isZero();
  }

  @Test
  void everyReportIsCounted() throws Exception {
    OutlierDetector detector = new OutlierDetector(OutlierSpec.DEFAULT, 0, () -> 0);
    OriginTally origin = detector.watch("o");
    together(
        () -> {
          for (int n = 0; n < 50_000; n++) {
            origin.report(n % 2 == 0 ? OriginSignal.SUCCESS : OriginSignal.ERROR, 1);
          }
          return true;
        });

    IntervalCount count = origin.endInterval();
    assertThat(count.successes()).isEqualTo(THREADS * 25_000L);
    assertThat(count.failures()).isEqualTo(THREADS * 25_000L);
  }
}
