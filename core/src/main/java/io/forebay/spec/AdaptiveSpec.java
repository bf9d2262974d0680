package io.forebay.spec;

/**
 * How many attempts of a backend may be in flight, found out by trying: the limit grows by one
 * while answers come as fast as ever, and shrinks by a share when they take longer or fail. Off
 * unless said. Immutable.
 *
 * @param min fewest attempts in flight; default 5, 1 to 100,000
 * @param max most attempts in flight; default 200, {@code min} to 100,000
 * @param initial the limit at first; default 20, {@code min} to {@code max}
 * @param tolerance how many times as long as the baseline answers may take on average before the
 *     limit shrinks; the baseline is the lowest average of the last minute; default 2, 1.1 to 100
 * @param backoff what is left of the limit when it shrinks; default 0.9, 0.1 to 0.99
 */
public record AdaptiveSpec(int min, int max, int initial, double tolerance, double backoff) {
  private static final int MOST = 100_000;

  /** From 5 to 200, 20 at first. */
  public static final AdaptiveSpec DEFAULT = new AdaptiveSpec(5, 200, 20, 2, 0.9);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public AdaptiveSpec {
    Ranges.between("adaptive_concurrency.min", min, 1, MOST);
    Ranges.between("adaptive_concurrency.max", max, min, MOST);
    Ranges.between("adaptive_concurrency.initial", initial, min, max);
    between("tolerance", tolerance, 1.1, 100);
    between("backoff", backoff, 0.1, 0.99);
  }

  private static void between(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "adaptive_concurrency."
              + name
              + ": "
              + value
              + " (expected: "
              + least
              + "-"
              + most
              + ")");
    }
  }

  /** The same within other bounds. */
  public AdaptiveSpec within(int fewest, int most, int atFirst) {
    return new AdaptiveSpec(fewest, most, atFirst, tolerance, backoff);
  }

  /** The same with another tolerance. */
  public AdaptiveSpec withTolerance(double times) {
    return new AdaptiveSpec(min, max, initial, times, backoff);
  }

  /** The same, shrinking otherwise. */
  public AdaptiveSpec withBackoff(double left) {
    return new AdaptiveSpec(min, max, initial, tolerance, left);
  }
}
