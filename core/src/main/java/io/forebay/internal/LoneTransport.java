package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.Environment;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.health.HealthMonitor;
import io.forebay.internal.health.HttpProbe;
import io.forebay.internal.pipeline.Assembly;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Connects to the only origin. */
final class LoneTransport implements Transport {
  private final BackendSpec spec;
  private final Environment environment;
  private final Listeners listeners;
  private final OriginPool pool;
  private final Optional<HealthMonitor> monitor;

  LoneTransport(BackendSpec spec, Environment environment, Listeners listeners) {
    this.spec = spec;
    this.environment = environment;
    this.listeners = listeners;
    pool = new OriginPool(spec.label(), spec.transport(), environment);
    monitor =
        spec.health()
            .map(
                check ->
                    new HealthMonitor(
                        spec.label(),
                        check,
                        new HttpProbe(spec.label(), check, pool),
                        environment.clock(),
                        Workers.executor(),
                        this::judged));
  }

  private void judged(HealthState before, HealthState after) {
    if (after.isNewsAfter(before)) {
      listeners.healthChanged(pool.origin().toString(), after);
    }
  }

  @Override
  public void open() {
    monitor.ifPresent(HealthMonitor::start);
  }

  @Override
  public Assembly.Way way(BackendSpec manners) {
    ExchangeSpec exchange = manners.exchange();
    return new Assembly.Direct(
        new Admission(
            spec.label(),
            pool,
            this::health,
            () -> exchange.useWhenUnhealthy() || health().healthy(),
            exchange.timeouts().permit(),
            exchange.timeouts().attempt(),
            environment.clock()));
  }

  @Override
  public OkHttpClient client(BackendSpec manners, Pipeline steps) {
    return pool.client(manners.exchange().timeouts(), steps);
  }

  @Override
  public HealthState health() {
    return monitor.map(HealthMonitor::state).orElse(HealthState.unprobed());
  }

  @Override
  public List<OriginStatus> origins() {
    return List.of(new OriginStatus(pool.origin().weight(1), health(), false, pool.stats()));
  }

  @Override
  public BackendStats stats() {
    return pool.stats();
  }

  @Override
  public void leaked() {
    pool.leaked();
  }

  @Override
  public List<OriginPool> pools() {
    return List.of(pool);
  }

  @Override
  public void close(Duration patience) {
    monitor.ifPresent(HealthMonitor::close);
    pool.close(patience);
  }
}
