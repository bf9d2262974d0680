package io.forebay.spec;

import io.forebay.health.HealthSpec;
import java.util.Optional;

/**
 * The whole definition of a backend. Immutable; what a builder builds, what a file says.
 *
 * @param label the backend's name in files, logs and metrics; see {@link Labels}
 * @param transport decides whether two sockets are interchangeable
 * @param exchange may differ from call to call
 * @param health how each origin is checked; empty: it is not, and counts as healthy
 * @param routing how exchanges find their way among several origins
 * @param breaker when exchanges are refused because too many before them failed; empty: never
 */
public record BackendSpec(
    String label,
    TransportSpec transport,
    ExchangeSpec exchange,
    Optional<HealthSpec> health,
    Routing routing,
    Optional<BreakerSpec> breaker) {

  /** A backend with the default {@link Routing}, and no breaker. */
  public BackendSpec(
      String label, TransportSpec transport, ExchangeSpec exchange, Optional<HealthSpec> health) {
    this(label, transport, exchange, health, Routing.DEFAULT, Optional.empty());
  }

  /**
   * Checks the label.
   *
   * @throws IllegalArgumentException if {@link Labels#problem} finds one
   */
  public BackendSpec {
    Labels.problem(label)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("backend '" + label + "': " + problem);
            });
  }

  /** The same with other manners. */
  public BackendSpec withExchange(ExchangeSpec manners) {
    return new BackendSpec(label, transport, manners, health, routing, breaker);
  }

  /** The same, connecting otherwise. */
  public BackendSpec withTransport(TransportSpec other) {
    return new BackendSpec(label, other, exchange, health, routing, breaker);
  }
}
