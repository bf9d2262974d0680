package io.forebay.health;

/**
 * Counts failures in a row: unhealthy at the threshold, healthy again at the first success.
 *
 * <p>Source: Couper {@code beta_health}. A threshold of 0 and of 1 both mean "the first failure".
 *
 * @param failureThreshold failed probes in a row that make an origin unhealthy; default 2
 */
public record Consecutive(int failureThreshold) implements HealthPolicy {

  /** Couper's default threshold. */
  public static final Consecutive DEFAULT = new Consecutive(2);

  /**
   * Checks the threshold.
   *
   * @throws IllegalArgumentException if {@code failureThreshold} is negative
   */
  public Consecutive {
    if (failureThreshold < 0) {
      throw new IllegalArgumentException(
          "failure_threshold: " + failureThreshold + " (expected: >= 0)");
    }
  }

  @Override
  public HealthState initial() {
    return HealthState.unprobed();
  }

  @Override
  public HealthState after(HealthState state, ProbeResult result) {
    if (!(result instanceof ProbeResult.Failed failed)) {
      return state.toHealthy();
    }
    return state.failures() + 1L >= failureThreshold
        ? state.toUnhealthy(failed.reason())
        : state.toFailing(failed.reason());
  }
}
