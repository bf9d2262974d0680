package io.forebay.internal.origins;

import io.forebay.Environment;
import io.forebay.health.OriginTally;
import io.forebay.internal.balance.OriginLoad;
import io.forebay.internal.health.HealthListener;
import io.forebay.internal.health.HealthMonitor;
import io.forebay.internal.health.HttpProbe;
import io.forebay.internal.health.ProbeThreads;
import io.forebay.internal.limit.Breakers;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.WeightedOrigin;
import java.util.Optional;

/** Opens the members of a backend's fleet: all alike but for where they are. */
public final class MemberFactory {
  private final BackendSpec spec;
  private final Environment environment;
  private final Breakers breakers;
  private final long decay;

  /** A factory for the members of a backend. */
  public MemberFactory(BackendSpec spec, Environment environment, Breakers breakers) {
    this.spec = spec;
    this.breakers = breakers;
    this.environment = environment;
    Balance by = spec.routing().balancing().by();
    decay = (by instanceof Balance.Ewma ewma ? ewma : Balance.Ewma.DEFAULT).decay().toNanos();
  }

  /**
   * Opens one.
   *
   * @param listener hears of its probes
   * @throws IllegalArgumentException if its TLS material cannot be used
   */
  Member member(int number, WeightedOrigin entry, OriginTally tally, HealthListener listener) {
    OriginPool pool =
        new OriginPool(spec.label(), spec.transport().at(entry.origin()), environment);
    long now = environment.clock().nanoTime();
    OriginLoad load = new OriginLoad(decay, spec.routing().slowStart(), now);
    return new Member(
        number,
        entry,
        pool,
        tally,
        load,
        monitor(pool, listener),
        breakers.of(pool.origin().toString()));
  }

  /** What logs say. */
  private String name(OriginPool pool) {
    boolean lone = spec.transport().origins().lone();
    return lone ? spec.label() : spec.label() + " (" + pool.origin() + ")";
  }

  private Optional<HealthMonitor> monitor(OriginPool pool, HealthListener listener) {
    return spec.health()
        .map(
            check ->
                new HealthMonitor(
                    name(pool),
                    check,
                    new HttpProbe(spec.label(), check, pool),
                    environment.clock(),
                    ProbeThreads.SHARED,
                    listener));
  }
}
