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
 * @param limits when exchanges are refused or made to wait, beyond the bounds of the pool
 * @param tokens where the tokens come from that its requests carry
 * @param contract what requests and responses have to keep to; empty: nothing
 */
public record BackendSpec(
    String label,
    TransportSpec transport,
    ExchangeSpec exchange,
    Optional<HealthSpec> health,
    Routing routing,
    Limits limits,
    TokenSources tokens,
    Optional<ContractSpec> contract) {

  /** A backend with the default {@link Routing}, and no limits beyond its pool's. */
  public BackendSpec(
      String label, TransportSpec transport, ExchangeSpec exchange, Optional<HealthSpec> health) {
    this(
        label,
        transport,
        exchange,
        health,
        Routing.DEFAULT,
        Limits.NONE,
        TokenSources.NONE,
        Optional.empty());
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

  /** The same by another label. */
  public BackendSpec withLabel(String other) {
    return new BackendSpec(other, transport, exchange, health, routing, limits, tokens, contract);
  }

  /** The same, connecting otherwise. */
  public BackendSpec withTransport(TransportSpec other) {
    return new BackendSpec(label, other, exchange, health, routing, limits, tokens, contract);
  }

  /** The same with other manners. */
  public BackendSpec withExchange(ExchangeSpec manners) {
    return new BackendSpec(label, transport, manners, health, routing, limits, tokens, contract);
  }

  /** The same with other checks of its origins. */
  public BackendSpec withHealth(Optional<HealthSpec> checks) {
    return new BackendSpec(label, transport, exchange, checks, routing, limits, tokens, contract);
  }

  /** The same with other ways among its origins. */
  public BackendSpec withRouting(Routing other) {
    return new BackendSpec(label, transport, exchange, health, other, limits, tokens, contract);
  }

  /** The same with other limits. */
  public BackendSpec withLimits(Limits other) {
    return new BackendSpec(label, transport, exchange, health, routing, other, tokens, contract);
  }

  /** The same with other tokens. */
  public BackendSpec withTokens(TokenSources other) {
    return new BackendSpec(label, transport, exchange, health, routing, limits, other, contract);
  }

  /** The same with another contract. */
  public BackendSpec withContract(Optional<ContractSpec> other) {
    return new BackendSpec(label, transport, exchange, health, routing, limits, tokens, other);
  }
}
