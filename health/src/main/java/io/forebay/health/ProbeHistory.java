package io.forebay.health;

/**
 * The results of an origin's probes. Immutable.
 *
 * @param results the last 64 results, the newest in bit 0: a one for each that passed (Varnish's
 *     history word). Results that a policy presumes at the start stand here too
 * @param run how many probes in a row ended like the newest: above zero they passed, below zero
 *     they failed, zero: none has reported. Presumed results do not count
 */
public record ProbeHistory(long results, int run) {

  /** How many results a history holds: 64. */
  public static final int LENGTH = Long.SIZE;

  /** Nothing has been asked, nothing is presumed. */
  public static final ProbeHistory NONE = new ProbeHistory(0, 0);

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException if the newest results contradict the run
   */
  public ProbeHistory {
    int same = Long.numberOfTrailingZeros(run > 0 ? ~results : results);
    if (run != 0 && (run < -Integer.MAX_VALUE || same < Math.min(Math.abs(run), LENGTH))) {
      throw new IllegalArgumentException("a run of " + run + " in " + Long.toBinaryString(results));
    }
  }

  /** A history that presumes some passed probes, at most 64. */
  static ProbeHistory presuming(int passed) {
    return new ProbeHistory(passed == 0 ? 0 : lowest(passed), 0);
  }

  /** The history with one more result. */
  public ProbeHistory after(boolean passed) {
    if (passed) {
      return new ProbeHistory(results << 1 | 1, Math.min(successes(), Integer.MAX_VALUE - 1) + 1);
    }
    return new ProbeHistory(results << 1, -Math.min(failures(), Integer.MAX_VALUE - 1) - 1);
  }

  /**
   * How many of the newest results passed.
   *
   * @param window how many to look at, 1 to 64
   */
  public int passedOf(int window) {
    return Long.bitCount(results & lowest(window));
  }

  private static long lowest(int bits) {
    return -1L >>> (LENGTH - bits);
  }

  /** Failed probes in a row; 0 after one that passed. */
  public int failures() {
    return Math.max(0, -run);
  }

  /** Passed probes in a row; 0 after one that failed. */
  public int successes() {
    return Math.max(0, run);
  }

  /** Whether any probe has reported. */
  public boolean probed() {
    return run != 0;
  }
}
