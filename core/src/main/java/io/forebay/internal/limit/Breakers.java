package io.forebay.internal.limit;

import io.forebay.BreakerState;
import io.forebay.spec.BreakerSpec;
import io.forebay.spi.Clock;
import java.util.Optional;

/** The breakers of a backend: one for all of it, or one for each origin. */
public final class Breakers {

  /** Hears of changes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A breaker has changed. Called on the thread whose exchange changed it; must not block.
     *
     * @param of the origin; empty: the backend
     */
    void changed(Optional<String> of, BreakerState to);
  }

  private final String label;
  private final Optional<BreakerSpec> spec;
  private final Clock clock;
  private final Listener listener;
  private final Optional<Breaker> shared;

  /** The breakers that a definition wants. */
  public Breakers(String label, Optional<BreakerSpec> spec, Clock clock, Listener listener) {
    this.label = label;
    this.spec = spec;
    this.clock = clock;
    this.listener = listener;
    shared =
        spec.filter(rules -> rules.scope() == BreakerSpec.Scope.BACKEND)
            .map(rules -> breaker(Optional.empty(), rules));
  }

  /** The one that exchanges with an origin pass; empty: none. */
  public Optional<Breaker> of(String origin) {
    return shared.isPresent() ? shared : spec.map(rules -> breaker(Optional.of(origin), rules));
  }

  private Breaker breaker(Optional<String> of, BreakerSpec rules) {
    return new Breaker(label, rules, clock, (from, to) -> listener.changed(of, to));
  }
}
