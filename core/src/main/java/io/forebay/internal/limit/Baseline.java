package io.forebay.internal.limit;

/**
 * How long answers take when nothing is in their way: the lowest average of ten seconds in the last
 * minute. Not thread-safe.
 */
final class Baseline {
  private static final long SLICE = 10_000_000_000L;
  private static final int SLICES = 6;
  private static final int ENOUGH = 10;

  private final long[] sums = new long[SLICES];
  private final int[] counts = new int[SLICES];
  private final long start;
  private long newest;

  Baseline(long now) {
    start = now;
  }

  void add(long now, long nanos) {
    long slice = (now - start) / SLICE;
    for (long gone = Math.max(newest + 1, slice - SLICES + 1); gone <= slice; gone++) {
      sums[(int) (gone % SLICES)] = 0;
      counts[(int) (gone % SLICES)] = 0;
    }
    newest = Math.max(newest, slice);
    sums[(int) (slice % SLICES)] += nanos;
    counts[(int) (slice % SLICES)]++;
  }

  /** Zero while not enough is known. */
  double nanos() {
    double lowest = 0;
    for (int i = 0; i < SLICES; i++) {
      if (counts[i] >= ENOUGH) {
        double average = (double) sums[i] / counts[i];
        lowest = lowest == 0 ? average : Math.min(lowest, average);
      }
    }
    return lowest;
  }
}
