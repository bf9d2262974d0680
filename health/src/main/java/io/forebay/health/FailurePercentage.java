package io.forebay.health;

/**
 * Ejects origins that fail at least this share of the exchanges of an interval. Immutable.
 *
 * @param threshold the percentage; default 0, off (Envoy {@code failure_percentage_threshold}: 85,
 *     not enforced by default), 0 to 100
 * @param requestVolume fewest exchanges of an origin in the interval; with fewer it is left out.
 *     Default 50, at least 1
 * @param minimumOrigins fewest origins with that volume; with fewer, none is ejected. Default 5, at
 *     least 1
 */
public record FailurePercentage(int threshold, int requestVolume, int minimumOrigins) {

  /** Off; Envoy's volume and number of origins. */
  public static final FailurePercentage DEFAULT = new FailurePercentage(0, 50, 5);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FailurePercentage {
    Ranges.between("outlier.failure_percentage.threshold", threshold, 0, 100);
    Ranges.atLeast("outlier.failure_percentage.request_volume", requestVolume, 1);
    Ranges.atLeast("outlier.failure_percentage.minimum_origins", minimumOrigins, 1);
  }

  boolean judges(int origins) {
    return threshold > 0 && origins >= minimumOrigins;
  }

  boolean reached(long failures, long exchanges) {
    return failures * 100 >= exchanges * threshold;
  }
}
