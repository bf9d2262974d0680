package io.forebay.health;

import io.forebay.health.HealthState.Status;

/**
 * Counts results in a row: unhealthy after some failures, healthy again after some successes.
 *
 * <p>Source: Couper {@code beta_health}, which comes back at the first success. A failure threshold
 * of 0 and of 1 both mean "the first failure". The very first probe of an origin speaks for itself:
 * where it passes, the origin is healthy at once.
 *
 * @param failureThreshold failed probes in a row that make an origin unhealthy; default 2, at least
 *     0
 * @param successThreshold passed probes in a row that make an unhealthy origin healthy again;
 *     default 1, at least 1
 */
public record Consecutive(int failureThreshold, int successThreshold) implements HealthPolicy {

  /** Couper's: two failures, one success. */
  public static final Consecutive DEFAULT = new Consecutive(2);

  /**
   * Checks the thresholds.
   *
   * @throws IllegalArgumentException if one of them is below its least value
   */
  public Consecutive {
    Ranges.atLeast("failure_threshold", failureThreshold, 0);
    Ranges.atLeast("success_threshold", successThreshold, 1);
  }

  /**
   * Comes back at the first success.
   *
   * @throws IllegalArgumentException if {@code failureThreshold} is negative
   */
  public Consecutive(int failureThreshold) {
    this(failureThreshold, 1);
  }

  @Override
  public HealthState start() {
    return HealthState.unprobed();
  }

  @Override
  public HealthState held() {
    return HealthState.unproven(ProbeHistory.NONE);
  }

  @Override
  public HealthState after(HealthState state, ProbeResult result) {
    boolean down = state.verdict() == Status.UNHEALTHY;
    ProbeHistory history = state.history();
    if (result instanceof ProbeResult.Failed failed) {
      return down || history.after(false).failures() >= failureThreshold
          ? state.toUnhealthy(failed.reason())
          : state.toFailing(failed.reason());
    }
    boolean enough = history.after(true).successes() >= successThreshold;
    return down && history.probed() && !enough ? state.stillUnhealthy() : state.toHealthy();
  }
}
