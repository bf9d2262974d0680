package io.forebay;

import io.forebay.health.HealthState;
import io.forebay.spec.WeightedOrigin;

/**
 * One of a backend's origins at one moment. Immutable.
 *
 * @param member the origin, its weight and its priority
 * @param health the verdict of its probes; healthy if nothing probes it
 * @param ejected whether it is out of use because of how exchanges with it ended
 * @param breaker what its circuit breaker does; closed if it has none
 * @param pool its connections
 */
public record OriginStatus(
    WeightedOrigin member,
    HealthState health,
    boolean ejected,
    BreakerState breaker,
    BackendStats pool) {

  /** Whether it is healthy, not ejected, and not shut off by its breaker. */
  public boolean up() {
    return health.healthy() && !ejected && breaker != BreakerState.OPEN;
  }
}
