package io.forebay.spec;

import java.util.Optional;

/**
 * When exchanges of a backend are refused or made to wait, beyond the bounds of its pool.
 * Immutable.
 *
 * @param breaker when they are refused because too many before them failed; empty: never
 */
public record Limits(Optional<BreakerSpec> breaker) {
  /** None of them. */
  public static final Limits NONE = new Limits(Optional.empty());

  /** The same with another circuit breaker. */
  public Limits withBreaker(Optional<BreakerSpec> rules) {
    return new Limits(rules);
  }
}
