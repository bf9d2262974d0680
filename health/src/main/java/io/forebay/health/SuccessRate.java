package io.forebay.health;

/**
 * Ejects origins whose share of successes in an interval is far below that of the others: below the
 * mean less {@code stdevFactor} standard deviations, and by no less than a margin. Immutable.
 *
 * @param stdevFactor how many standard deviations are far; default 1.9 (Envoy {@code
 *     success_rate_stdev_factor}, 1900), 0 to 1000. Zero: off
 * @param margin least distance to the mean, in percent of the exchanges; default 5, 0 to 100. Zero:
 *     none, as in Envoy, where of five origins one that fails a single exchange is ejected
 * @param requestVolume fewest exchanges of an origin in the interval; with fewer it is left out.
 *     Default 100, at least 1
 * @param minimumOrigins fewest origins with that volume; with fewer, none is ejected. Default 5, at
 *     least 1
 */
public record SuccessRate(double stdevFactor, int margin, int requestVolume, int minimumOrigins) {

  /** Envoy's, with a margin. */
  public static final SuccessRate DEFAULT = new SuccessRate(1.9, 5, 100, 5);

  /** What adding up equal shares may be wrong by. */
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SuccessRate {
    Ranges.between("outlier.success_rate.stdev_factor", stdevFactor, 0, 1000);
    Ranges.between("outlier.success_rate.margin", margin, 0, 100);
    Ranges.atLeast("outlier.success_rate.request_volume", requestVolume, 1);
    Ranges.atLeast("outlier.success_rate.minimum_origins", minimumOrigins, 1);
  }

  /** The share of successes below which an origin is ejected; below 0 if none is. */
  double bound(double[] shares) {
    if (stdevFactor == 0 || shares.length < minimumOrigins) {
      return -1;
    }
    double mean = mean(shares);
    double variance = 0;
    for (double share : shares) {
      variance += (share - mean) * (share - mean) / shares.length;
    }
    return mean - Math.max(stdevFactor * Math.sqrt(variance), margin / 100.0) - ROUNDING;
  }

  private static double mean(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum / shares.length;
  }
}
