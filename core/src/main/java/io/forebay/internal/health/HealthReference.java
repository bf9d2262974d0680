package io.forebay.internal.health;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The state of one origin, moved by its probes and by people: what one of them says is never lost
 * to the other. Thread-safe.
 */
final class HealthReference {
  private final AtomicReference<HealthState> state;

  /**
   * One move.
   *
   * @param before the state that it met
   * @param after the state that it made of it
   */
  record Move(HealthState before, HealthState after) {}

  HealthReference(HealthState start) {
    state = new AtomicReference<>(start);
  }

  HealthState get() {
    return Objects.requireNonNull(state.get(), "set from the start");
  }

  /** The probes came to this verdict; the override stays. */
  Move judged(HealthState verdict) {
    return move(now -> verdict.withOverride(now.override()));
  }

  /** People say this over the verdict, which stays. */
  Move said(HealthOverride override) {
    return move(now -> now.withOverride(override));
  }

  private Move move(UnaryOperator<HealthState> step) {
    while (true) {
      HealthState before = get();
      HealthState after = step.apply(before);
      if (state.compareAndSet(before, after)) {
        return new Move(before, after);
      }
    }
  }
}
