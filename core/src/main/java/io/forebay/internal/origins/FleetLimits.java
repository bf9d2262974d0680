package io.forebay.internal.origins;

import io.forebay.BackendStats;
import io.forebay.internal.limit.ThrottleLine;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.internal.pool.Places;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Limits;
import io.forebay.spi.Clock;
import java.util.Optional;

/**
 * What bounds the exchanges of a backend over all of its origins.
 *
 * @param throttle what spaces the starts of attempts; empty: nothing
 * @param places how many attempts may be in flight; empty: any number
 */
public record FleetLimits(Optional<ThrottleLine> throttle, Optional<Places> places) {

  static FleetLimits of(BackendSpec spec, Clock clock) {
    Limits limits = spec.limits();
    int maxPending = spec.transport().pool().maxPending();
    return new FleetLimits(
        Optional.of(limits.throttles())
            .filter(any -> !any.isEmpty())
            .map(throttles -> new ThrottleLine(throttles, maxPending, clock)),
        limits.boundsConcurrency()
            ? Optional.of(new Places(limits, maxPending, clock))
            : Optional.empty());
  }

  /** What waits for them. */
  public BackendStats.Limited counts() {
    PermitQueue.Counts counts =
        places.map(all -> all.queue().counts()).orElse(new PermitQueue.Counts(0, 0, 0));
    int throttled = throttle.map(ThrottleLine::waiting).orElse(0);
    return new BackendStats.Limited(counts.max(), counts.leased(), counts.waiting(), throttled);
  }

  /** Refuses whoever waits. */
  void close() {
    throttle.ifPresent(ThrottleLine::close);
    places.ifPresent(bounded -> bounded.queue().close());
  }
}
