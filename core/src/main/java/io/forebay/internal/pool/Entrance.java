package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import org.jspecify.annotations.Nullable;

/** Where exchanges with the same manners enter: the way to one origin, or a choice of several. */
public interface Entrance {

  /** The backend's label. */
  String label();

  /** The verdict on the origin; on the backend where there are several. */
  HealthState health();

  /** The way to the only origin; null where there is a choice. */
  @Nullable Admission only();

  /** How exchanges get one of the places of the backend; null where there is no bound. */
  @Nullable Doorway doorway();

  /**
   * Chooses an origin for the first attempt of {@code exchange}, ahead of its step, so that it may
   * wait for a permit there without a thread.
   *
   * @return the way there; null if there is none, which its step will say
   */
  @Nullable Admission choose(Exchange exchange);
}
