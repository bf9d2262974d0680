package io.forebay.health;

import java.time.Duration;

/**
 * When to probe: at once, then a fixed pause after each result (Couper {@code interval}).
 * Immutable; time is the caller's.
 *
 * @param interval pause between the end of a probe and the start of the next; above zero
 */
public record ProbeSchedule(Duration interval) {

  /** Pause before the first probe: none. */
  public Duration first() {
    return Duration.ZERO;
  }

  /** Pause between the result that led to {@code state} and the next probe. */
  public Duration after(HealthState state) {
    return interval;
  }
}
