package io.forebay;

import io.forebay.health.Ejection;
import io.forebay.health.HealthState;
import io.forebay.spec.WeightedOrigin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Hears what happens at backends. Called on the threads that it happens on, outside of any lock;
 * must be thread-safe and quick. What it throws is logged and dropped.
 */
public interface BackendObserver {

  /** A response's head arrived. */
  default void responseReceived(ExchangeReport report, int status) {}

  /** An exchange failed before its response's head arrived. */
  default void exchangeFailed(BackendException failure) {}

  /**
   * An exchange has ended: its response's body was read to its end, closed, or broke off; or no
   * response came. Told once, after {@link #responseReceived} or {@link #exchangeFailed}; never for
   * a response that is not closed.
   */
  default void exchangeEnded(ExchangeEntry entry) {}

  /** A verdict changed, or the first one came in. */
  default void healthChanged(String label, String origin, HealthState state) {}

  /** One of several origins was taken out of use because of how exchanges with it ended. */
  default void originEjected(String label, Ejection ejection) {}

  /** An origin's ejection is over. */
  default void originReadmitted(String label, String origin) {}

  /** Other origins belong to the backend from now on. */
  default void originsChanged(String label, List<WeightedOrigin> members) {}

  /**
   * Health is ignored from now on, because too few origins are healthy; or counts again. See {@link
   * io.forebay.spec.Balancing#panicThreshold}.
   */
  default void panicChanged(String label, boolean panics) {}

  /**
   * A circuit breaker changed.
   *
   * @param origin whose; empty: the whole backend's
   */
  default void breakerChanged(String label, Optional<String> origin, BreakerState state) {}

  /**
   * TLS files of an origin have changed, but cannot be put in force; what was in force stays so.
   * Told once for each content, and again should they go bad anew.
   *
   * @param origin whose connections they are for
   * @param files all that its TLS is made from
   * @param problem under which key, what was wrong and what was expected; never the content
   */
  default void tlsFilesRefused(String label, String origin, List<Path> files, String problem) {}

  /**
   * A version of a registry came into force: the first one, another one, or one before by a
   * roll-back. Told in the order in which they did, one after the other, once calls go by it.
   *
   * @param version as it is then
   * @param difference how it differs from the one before it; names attributes, never values
   */
  default void registryActivated(RegistryVersion version, RegistryDifference difference) {}

  /**
   * Files that a registry follows cannot be put in force, and what was active stays so. Told once
   * for each problem; see {@link RegistryWatch}.
   */
  default void registryFilesRefused(List<Path> files, String problem) {}
}
