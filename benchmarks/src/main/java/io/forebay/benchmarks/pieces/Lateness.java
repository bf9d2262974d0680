package io.forebay.benchmarks.pieces;

import io.forebay.health.ProbeResult;
import io.forebay.internal.health.Probe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How late probes begin: beyond an interval after the end of the one before. Thread-safe. */
final class Lateness {
  private static final long STEP = TimeUnit.MICROSECONDS.toNanos(100);

  private final long interval;
  private final AtomicIntegerArray late = new AtomicIntegerArray(200_000); // 20 s.

  Lateness(Duration interval) {
    this.interval = interval.toNanos();
  }

  /** The same probe, measured. */
  Probe of(Probe probe) {
    return new Probe() {
      private long ended; // One probe at a time.

      @Override
      public Object subject() {
        return probe.subject();
      }

      @Override
      public ProbeResult run() {
        if (ended != 0) {
          count(System.nanoTime() - ended - interval);
        }
        ProbeResult result = probe.run();
        ended = System.nanoTime();
        return result;
      }

      @Override
      public void close() {
        probe.close();
      }
    };
  }

  private void count(long nanos) {
    late.incrementAndGet((int) Math.min(late.length() - 1, Math.max(0, nanos) / STEP));
  }

  void clear() {
    for (int i = 0; i < late.length(); i++) {
      late.set(i, 0);
    }
  }

  /** How many probes began. */
  long count() {
    return from(0);
  }

  /** Intervals in which an origin was to be probed and was not. */
  long missed() {
    return from((int) (interval / STEP));
  }

  private long from(int step) {
    long sum = 0;
    for (int i = step; i < late.length(); i++) {
      sum += late.get(i);
    }
    return sum;
  }

  /** So much of the probes was not later than this; 1: all. */
  double millis(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < late.length(); i++) {
      seen += late.get(i);
      if (seen >= wanted) {
        return (i + 1) * STEP / 1e6;
      }
    }
    return 0;
  }
}
