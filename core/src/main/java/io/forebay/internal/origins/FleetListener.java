package io.forebay.internal.origins;

import io.forebay.BreakerState;
import io.forebay.health.Ejection;
import io.forebay.health.HealthState;
import io.forebay.spec.WeightedOrigin;
import java.util.List;
import java.util.Optional;

/** Hears what changes in a fleet, outside of any lock. */
public interface FleetListener {
  /** The verdict of the probes of an origin changed, or the first one came in. */
  void healthChanged(String origin, HealthState state);

  /** An origin was taken out of use because of how exchanges with it ended. */
  void ejected(Ejection ejection);

  /** An origin's ejection is over. */
  void readmitted(String origin);

  /** Other origins belong to the fleet. */
  void originsChanged(List<WeightedOrigin> members);

  /** Health is ignored from now on, because fewer than {@code threshold} percent are up; or not. */
  void panicChanged(boolean panics, long up, int of, int threshold);

  /** A circuit breaker changed: that of an origin, or of the backend. */
  void breakerChanged(Optional<String> of, BreakerState to);
}
