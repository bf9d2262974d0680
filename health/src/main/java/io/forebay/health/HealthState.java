package io.forebay.health;

import java.util.Objects;

/**
 * The verdict on one origin after some number of probes. Immutable.
 *
 * @param status the verdict
 * @param failures failed probes in a row, 0 after a success
 * @param error why the verdict was reached; empty while healthy. It is the reason of the transition
 *     and is kept while the status stays (Couper {@code backends.<label>.health.error})
 * @param probed whether any probe has reported yet
 */
public record HealthState(Status status, int failures, String error, boolean probed) {

  /** The three verdicts, with Couper's words. */
  public enum Status {
    /** The last probe passed, or none has reported yet. */
    HEALTHY,
    /** Probes fail, but fewer in a row than the threshold: traffic still flows. */
    FAILING,
    /** The threshold is reached: traffic is refused. */
    UNHEALTHY;

    /** The status in lower case, as in logs and files. */
    public String text() {
      return switch (this) {
        case HEALTHY -> "healthy";
        case FAILING -> "failing";
        case UNHEALTHY -> "unhealthy";
      };
    }
  }

  private static final HealthState UNPROBED = new HealthState(Status.HEALTHY, 0, "", false);
  private static final HealthState HEALTHY = new HealthState(Status.HEALTHY, 0, "", true);

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException if {@code failures} is negative, or the status contradicts the
   *     number of failures, the error or {@code probed}
   */
  public HealthState {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(error, "error");
    if (failures < 0 || (status == Status.HEALTHY) != (failures == 0)) {
      throw new IllegalArgumentException(status.text() + " with " + failures + " failures");
    }
    if (status == Status.HEALTHY && !error.isEmpty()) {
      throw new IllegalArgumentException("healthy with an error");
    }
    if (status != Status.HEALTHY && !probed) {
      throw new IllegalArgumentException(status.text() + " before the first probe");
    }
  }

  /** Healthy, but nothing has been asked yet: what traffic sees before the first probe. */
  public static HealthState unprobed() {
    return UNPROBED;
  }

  /** Whether traffic may flow: true unless {@link Status#UNHEALTHY}. */
  public boolean healthy() {
    return status != Status.UNHEALTHY;
  }

  /** Whether going from {@code before} to this is news: another status, or the first result. */
  public boolean isNewsAfter(HealthState before) {
    return status != before.status || !before.probed;
  }

  HealthState toHealthy() {
    return HEALTHY;
  }

  HealthState toFailing(String reason) {
    return failedAs(Status.FAILING, reason);
  }

  HealthState toUnhealthy(String reason) {
    return failedAs(Status.UNHEALTHY, reason);
  }

  private HealthState failedAs(Status next, String reason) {
    int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return new HealthState(next, count, status == next ? error : reason, true);
  }
}
