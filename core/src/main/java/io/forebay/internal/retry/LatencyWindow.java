package io.forebay.internal.retry;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long exchanges took in the last 10 to 20 seconds. Thread-safe without locks; to record is to
 * add one to a counter.
 *
 * <p>Counters stand at lengths that grow by a sixteenth, so a percentile is at most that much too
 * long. Two spans of ten seconds are kept, and a third is emptied before it is used.
 */
public final class LatencyWindow {
  /** With fewer than this there is no percentile. */
  public static final int LEAST_SAMPLES = 20;

  private static final long SPAN = 10_000_000_000L;
  private static final long FRESH = 100_000_000; // How long a percentile is not computed again.
  private static final int SLOTS = 3;

  private static final int UNIT_BITS = 10; // Shortest length that is told from zero: 1 µs.
  private static final int PART_BITS = 4;
  private static final int PARTS = 1 << PART_BITS;
  private static final int OCTAVES = 32; // Up to more than an hour.
  private static final int COUNTERS = (OCTAVES + 1) * PARTS;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(SLOTS * COUNTERS);
  private final AtomicBoolean turning = new AtomicBoolean();
  private final long base;
  private volatile long span;
  private volatile Percentile last = new Percentile(-1, 0, OptionalLong.empty());

  /** One percentile, and until when it is good. */
  private record Percentile(int percent, long until, OptionalLong nanos) {}

  /**
   * A window that has seen nothing.
   *
   * @param now monotonic nanoseconds
   */
  public LatencyWindow(long now) {
    base = now;
  }

  /** Counts an exchange that took so long. */
  public void record(long nanos, long now) {
    counts.incrementAndGet(slot(turnTo(now)) * COUNTERS + counter(nanos));
  }

  /**
   * The time that so many percent of the exchanges did not exceed, in nanoseconds.
   *
   * @param percent 1 to 99
   * @return empty while there are fewer than {@value #LEAST_SAMPLES}
   */
  public OptionalLong percentile(int percent, long now) {
    Percentile known = last;
    if (known.percent() == percent && now - known.until() < 0) {
      return known.nanos();
    }
    OptionalLong nanos = compute(percent, turnTo(now));
    last = new Percentile(percent, now + FRESH, nanos);
    return nanos;
  }

  private OptionalLong compute(int percent, long current) {
    int newer = slot(current) * COUNTERS;
    int older = slot(current + SLOTS - 1) * COUNTERS;
    long[] sums = new long[COUNTERS];
    long all = 0;
    for (int i = 0; i < COUNTERS; i++) {
      sums[i] = (long) counts.get(newer + i) + counts.get(older + i);
      all += sums[i];
    }
    if (all < LEAST_SAMPLES) {
      return OptionalLong.empty();
    }
    long wanted = (all * percent + 99) / 100;
    int at = -1;
    for (long seen = 0; seen < wanted; ) {
      seen += sums[++at];
    }
    return OptionalLong.of(end(at));
  }

  /** Goes on to the span of a time; the one that is in use. */
  private long turnTo(long now) {
    long wanted = (now - base) / SPAN;
    long seen = span;
    if (wanted <= seen || !turning.compareAndSet(false, true)) {
      return seen; // Or somebody is at it: until they are done, the old one does.
    }
    try {
      seen = span;
      for (long gone = Math.max(seen + 1, wanted - SLOTS + 1); gone <= wanted; gone++) {
        empty(slot(gone));
      }
      span = Math.max(seen, wanted);
      return span;
    } finally {
      turning.set(false);
    }
  }

  private void empty(int slot) {
    for (int i = 0; i < COUNTERS; i++) {
      counts.set(slot * COUNTERS + i, 0);
    }
  }

  private static int slot(long span) {
    return (int) (span % SLOTS);
  }

  /** In the first octave a unit each, from then on a sixteenth of the octave. */
  private static int counter(long nanos) {
    long units = Math.max(0, nanos) >>> UNIT_BITS;
    if (units < PARTS) {
      return (int) units;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(units) - PART_BITS;
    int part = (int) (units >>> octave) - PARTS;
    return Math.min((octave + 1) * PARTS + part, COUNTERS - 1);
  }

  /** The first length that is too long for a counter. */
  private static long end(int counter) {
    if (counter < PARTS) {
      return (counter + 1L) << UNIT_BITS;
    }
    int octave = counter / PARTS - 1;
    return (PARTS + counter % PARTS + 1L) << (octave + UNIT_BITS);
  }
}
