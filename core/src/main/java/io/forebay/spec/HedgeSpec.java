package io.forebay.spec;

/**
 * A second attempt beside a first one that is slow, at another origin where there is one; the
 * earlier response wins. Idempotent methods only. Immutable.
 *
 * @param percentile the share of recent exchanges, in percent, that a first attempt has to have
 *     outlasted; default 95, 50 to 99
 * @param extraLoadPercent most hedges in percent of the exchanges; default 5, 0 to 100, zero:
 *     never. The {@linkplain RetryBudgetSpec budget} holds beside it
 */
public record HedgeSpec(int percentile, int extraLoadPercent) {

  /** After the 95th percentile, at most one in twenty. */
  public static final HedgeSpec DEFAULT = new HedgeSpec(95, 5);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public HedgeSpec {
    Ranges.between("retries.hedge.percentile", percentile, 50, 99);
    Ranges.between("retries.hedge.extra_load_percent", extraLoadPercent, 0, 100);
  }

  /** The same after another percentile. */
  public HedgeSpec withPercentile(int percent) {
    return new HedgeSpec(percent, extraLoadPercent);
  }

  /** The same with another limit on the extra load. */
  public HedgeSpec withExtraLoadPercent(int percent) {
    return new HedgeSpec(percentile, percent);
  }
}
