package io.forebay.internal.origins;

import io.forebay.Environment;
import io.forebay.internal.limit.Breakers;
import io.forebay.internal.pool.PoolCheck;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.WeightedOrigin;

/**
 * Finds what would keep a fleet from being opened, without opening it: what {@link Fleet} and what
 * it is made of refuse to be made of. For many backends one after the other, by one thread.
 */
public final class FleetCheck {
  private final Environment environment;
  private final PoolCheck pools;

  /** A check of fleets in an environment. */
  public FleetCheck(Environment environment) {
    this.environment = environment;
    pools = new PoolCheck(environment);
  }

  /**
   * Checks the fleet of a backend whose origins are listed; what finds origins is not looked at.
   *
   * @throws IllegalArgumentException if it could not be opened; says what {@link Fleet} would say
   */
  public void check(BackendSpec spec) {
    Breakers breakers =
        new Breakers(
            spec.label(), spec.limits().breaker(), environment.clock(), (origin, state) -> {});
    for (WeightedOrigin member : spec.transport().origins().members()) {
      pools.check(spec.transport().at(member.origin()));
      breakers.of(member.origin().toString());
    }
  }
}
