package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.Environment;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.origins.MemberFactory;
import io.forebay.internal.pipeline.Assembly;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.pool.OuterClient;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Origins;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.OkHttpClient;

/** Connects to the origins of a fleet. */
final class FleetTransport implements Transport {
  private final Environment environment;
  private final Fleet fleet;
  private final OuterClient outer = new OuterClient();
  private final LongAdder leaked = new LongAdder();

  FleetTransport(BackendSpec spec, Environment environment, Listeners listeners) {
    this.environment = environment;
    fleet = new Fleet(spec, environment.clock(), new MemberFactory(spec, environment), listeners);
    if (spec.transport().origins() instanceof Origins.Listed listed) {
      fleet.assign(listed.members());
    }
  }

  @Override
  public void open() {
    fleet.open();
  }

  @Override
  public Assembly.Way way(BackendSpec manners) {
    return new Assembly.Chosen(fleet, environment.clock());
  }

  @Override
  public OkHttpClient client(BackendSpec manners, Pipeline steps) {
    return outer.with(manners.exchange().timeouts(), steps);
  }

  @Override
  public HealthState health() {
    return fleet.health();
  }

  @Override
  public List<OriginStatus> origins() {
    return fleet.statuses();
  }

  @Override
  public BackendStats stats() {
    return StatsSum.of(fleet.statuses().stream().map(OriginStatus::pool).toList(), leaked.sum());
  }

  @Override
  public void leaked() {
    leaked.increment();
  }

  @Override
  public List<OriginPool> pools() {
    return fleet.pools();
  }

  @Override
  public void close(Duration patience) {
    fleet.close(patience);
    outer.cancelAll();
  }
}
