package io.forebay.benchmarks.calls;

/**
 * Durations, counted in steps of at most 1.6 percent: 64 equal steps between each power of two and
 * the next. Not thread-safe.
 */
final class Histogram {
  private static final int BITS = 6;
  private static final int STEPS = 1 << BITS;

  private final long[] counts = new long[(Long.SIZE - BITS) * STEPS];
  private long total;

  void add(long nanos) {
    counts[index(Math.max(0, nanos))]++;
    total++;
  }

  void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  long total() {
    return total;
  }

  /** The microseconds that the given part of all stayed below; 0 if there are none. */
  double micros(double part) {
    long rank = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && counts[i] > 0) {
        return middle(i) / 1e3;
      }
    }
    return 0;
  }

  private static int index(long nanos) {
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1);
    if (power < BITS) {
      return (int) nanos;
    }
    int shift = power - BITS;
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  private static double middle(int index) {
    if (index < STEPS) {
      return index;
    }
    int shift = index / STEPS - 1;
    long from = (long) (STEPS + index % STEPS) << shift;
    return from + (1L << shift) / 2.0;
  }
}
