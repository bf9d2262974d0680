package io.forebay.internal;

import io.forebay.BackendObserver;
import io.forebay.BackendStats;
import io.forebay.Environment;
import io.forebay.health.HealthState;
import io.forebay.internal.health.HealthMonitor;
import io.forebay.internal.health.HttpProbe;
import io.forebay.internal.live.LiveBackend;
import io.forebay.internal.live.LiveBackends;
import io.forebay.internal.pipeline.Assembly;
import io.forebay.internal.pipeline.Leaks;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a backend and all its refinements share: pool, health, the open or closed state. */
final class BackendCore implements LiveBackend {
  private static final Logger log = LoggerFactory.getLogger(BackendCore.class);

  private final BackendSpec spec;
  private final Environment environment;
  private final OriginPool pool;
  private final Leaks leaks;
  private final Paths paths;
  private final Optional<HealthMonitor> monitor;
  private final AtomicBoolean closed = new AtomicBoolean();

  BackendCore(BackendSpec spec, Environment environment) {
    this.spec = spec;
    this.environment = environment;
    pool = new OriginPool(spec.label(), spec.transport(), environment);
    leaks = Assembly.leaks(spec.label(), pool::leaked);
    paths = new Paths(url(spec.transport().origin()));
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
                        this::healthChanged));
  }

  /** The URL that requests to an origin start from. */
  private static HttpUrl url(Origin origin) {
    return new HttpUrl.Builder()
        .scheme(origin.scheme())
        .host(origin.host())
        .port(origin.port())
        .build();
  }

  /** Lets the backend be seen, and its checks start. */
  void open() {
    if (!spec.transport().tls().trust().validate()) {
      log.warn("{}: certificate validation is off (disable_certificate_validation)", spec.label());
    }
    if (spec.transport().protocol().lenient()) {
      log.warn("{}: responses are not checked (lenient)", spec.label());
    }
    LiveBackends.add(this);
    monitor.ifPresent(HealthMonitor::start);
  }

  private void healthChanged(HealthState state) {
    for (BackendObserver observer : environment.observers()) {
      observer.healthChanged(spec.label(), spec.transport().origin().toString(), state);
    }
  }

  BackendSpec spec() {
    return spec;
  }

  Paths paths() {
    return paths;
  }

  HealthState health() {
    return monitor.map(HealthMonitor::state).orElse(HealthState.unprobed());
  }

  BackendStats stats() {
    return pool.stats();
  }

  /** The steps for some manners, over this pool. */
  Pipeline pipeline(ExchangeSpec manners) {
    Admission admission =
        new Admission(
            spec.label(),
            pool,
            this::health,
            () -> manners.useWhenUnhealthy() || health().healthy(),
            manners.timeouts().permit(),
            manners.timeouts().attempt(),
            environment.clock());
    return new Pipeline(
        new Assembly(manners, admission, environment.observers(), leaks, closed::get));
  }

  /** A client with some manners, over this pool. */
  OkHttpClient client(ExchangeSpec manners, Pipeline pipeline) {
    return pool.client(manners.timeouts(), pipeline);
  }

  void close(Duration patience) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    monitor.ifPresent(HealthMonitor::close);
    pool.close(patience);
    if (leased() == 0 && openSockets() == 0) {
      LiveBackends.remove(this); // With something left it stays known, for leak checks.
    }
  }

  @Override
  public String label() {
    return spec.label();
  }

  @Override
  public int leased() {
    return pool.permits().counts().leased();
  }

  @Override
  public int waiting() {
    return pool.permits().counts().waiting();
  }

  @Override
  public int openSockets() {
    return pool.openSockets();
  }

  @Override
  public boolean closed() {
    return closed.get();
  }
}
