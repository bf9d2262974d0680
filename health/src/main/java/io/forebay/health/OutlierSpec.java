package io.forebay.health;

import java.time.Duration;

/**
 * Which origins of a backend are taken out of use for a while, by how their exchanges end. Words
 * and most defaults are Envoy's. Immutable.
 *
 * @param runs errors in a row that eject at once; default {@link ErrorRuns#DEFAULT}
 * @param successRate comparing origins each interval; default {@link SuccessRate#DEFAULT}
 * @param failurePercentage a share of failures each interval; default {@link
 *     FailurePercentage#DEFAULT}, off
 * @param ejection how long an ejection lasts; default {@link EjectionTime#DEFAULT}
 * @param maxEjectedPercent most origins ejected at a time, in percent; default 50, 0 to 100. One
 *     may always be where there are two, but not the last one in use unless this is 100. Zero: none
 *     ever. What probes take out of use is not counted (Envoy {@code max_ejection_percent}: 10)
 * @param interval how often shares are looked at; default 10 s, above zero
 * @param probesReadmit whether good probes end an ejection; default true (Envoy {@code
 *     successful_active_health_check_uneject_host}). See {@link OriginTally#probed}
 */
public record OutlierSpec(
    ErrorRuns runs,
    SuccessRate successRate,
    FailurePercentage failurePercentage,
    EjectionTime ejection,
    int maxEjectedPercent,
    Duration interval,
    boolean probesReadmit) {

  /** Five errors in a row, or far fewer successes than the others have. */
  public static final OutlierSpec DEFAULT = new Builder().build();

  /**
   * Checks the percentage and the interval.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public OutlierSpec {
    Ranges.between("outlier.max_ejected_percent", maxEjectedPercent, 0, 100);
    Ranges.positive("outlier.interval", interval);
  }

  /** How many of some origins may be ejected at a time. */
  public int mostEjected(int origins) {
    if (maxEjectedPercent == 0 || maxEjectedPercent == 100) {
      return maxEjectedPercent == 0 ? 0 : origins;
    }
    int share = (int) ((long) origins * maxEjectedPercent / 100);
    return Math.min(Math.max(share, 1), Math.max(0, origins - 1));
  }

  /** Collects the settings of outlier detection. Not thread-safe. */
  public static final class Builder {
    private ErrorRuns runs = ErrorRuns.DEFAULT;
    private SuccessRate rate = SuccessRate.DEFAULT;
    private FailurePercentage percentage = FailurePercentage.DEFAULT;
    private EjectionTime ejection = EjectionTime.DEFAULT;
    private int maxEjectedPercent = 50;
    private Duration interval = Duration.ofSeconds(10);
    private boolean probesReadmit = true;

    /** Starts from the defaults. */
    public Builder() {}

    /** Errors of any kind in a row that eject. Default 5; 0 to 65535, zero: off. */
    public Builder consecutiveErrors(int errors) {
      runs = new ErrorRuns(errors, runs.gatewayErrors(), runs.localErrors());
      return this;
    }

    /** Answers 502, 503, 504 in a row that eject. Default 0, off; at most 65535. */
    public Builder consecutiveGatewayErrors(int errors) {
      runs = new ErrorRuns(runs.errors(), errors, runs.localErrors());
      return this;
    }

    /** Errors without an answer in a row that eject. Default 5; 0 to 65535, zero: off. */
    public Builder consecutiveLocalErrors(int errors) {
      runs = new ErrorRuns(runs.errors(), runs.gatewayErrors(), errors);
      return this;
    }

    /** How origins are compared. Default {@link SuccessRate#DEFAULT}. */
    public Builder successRate(SuccessRate rule) {
      rate = rule;
      return this;
    }

    /** Which share of failures ejects. Default {@link FailurePercentage#DEFAULT}, off. */
    public Builder failurePercentage(FailurePercentage rule) {
      percentage = rule;
      return this;
    }

    /** How long an ejection lasts. Default {@link EjectionTime#DEFAULT}. */
    public Builder ejection(EjectionTime time) {
      ejection = time;
      return this;
    }

    /** Most origins ejected at a time, in percent. Default 50; 0 to 100, zero: none ever. */
    public Builder maxEjectedPercent(int percent) {
      maxEjectedPercent = percent;
      return this;
    }

    /** How often shares are looked at. Default 10 s; above zero. */
    public Builder interval(Duration pause) {
      interval = pause;
      return this;
    }

    /** Whether good probes end an ejection. Default: true. */
    public Builder probesReadmit(boolean readmit) {
      probesReadmit = readmit;
      return this;
    }

    /**
     * The finished settings.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public OutlierSpec build() {
      return new OutlierSpec(
          runs, rate, percentage, ejection, maxEjectedPercent, interval, probesReadmit);
    }
  }
}
