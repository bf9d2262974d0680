package io.forebay;

import io.forebay.health.HealthOverride;
import io.forebay.spec.Origin;
import java.time.Duration;
import java.util.NoSuchElementException;

/** A backend and the right to close it. */
public interface ManagedBackend extends Backend, AutoCloseable {

  /** Closes with five seconds of patience; see {@link #close(Duration)}. */
  @Override
  default void close() {
    close(Duration.ofSeconds(5));
  }

  /**
   * Refuses new exchanges, fails those that wait for a permit, lets the ones under way finish, and
   * then closes every connection. Also ends the checks. Closing twice does nothing.
   *
   * @param patience how long exchanges under way may take; those left are cut off. Zero: at once
   */
  void close(Duration patience);

  /**
   * Says something over what the probes say, of every origin: sick and none is asked, healthy and
   * all are, or the probes count again. Probes go on meanwhile, and observers hear of the change.
   * Lasts until something else is said (Varnish {@code backend.set_health}).
   */
  void overrideHealth(HealthOverride said);

  /**
   * Says something over what the probes say of one origin; see {@link
   * #overrideHealth(HealthOverride)}.
   *
   * @throws NoSuchElementException if it is none of the backend's
   */
  void overrideHealth(Origin origin, HealthOverride said);
}
