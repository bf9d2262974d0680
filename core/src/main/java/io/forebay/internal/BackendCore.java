package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendStats;
import io.forebay.Environment;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.live.LiveBackend;
import io.forebay.internal.live.LiveBackends;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.origins.FleetCheck;
import io.forebay.internal.pipeline.Assembly;
import io.forebay.internal.pipeline.Leaks;
import io.forebay.internal.pipeline.Pipeline;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.pool.OuterClient;
import io.forebay.internal.tokens.TokenDesk;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.Contract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a backend and all its refinements share: pool, health, the open or closed state. */
final class BackendCore implements LiveBackend {
  private static final Logger log = LoggerFactory.getLogger(BackendCore.class);

  /** What stands for no limit at all where something has to end. */
  private static final Duration UNLIMITED = Duration.ofHours(1);

  private final BackendSpec spec;
  private final TransportSpec effective;
  private final Environment environment;
  private final Optional<HeldContract> contract;
  private final Fleet fleet;
  private final OuterClient outer = new OuterClient();
  private final Leaks leaks;
  private final LongAdder leaked = new LongAdder();
  private final Paths paths;
  private final TokenBackends tokenBackends;
  private final Optional<TokenDesk> tokens;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong longest = new AtomicLong(); // Nanoseconds; of any view's total limit.

  /**
   * Opens nothing yet.
   *
   * @param peers finds another backend of the same registry, which may be asked for tokens
   * @throws IllegalArgumentException if it cannot be made as it is defined
   */
  BackendCore(BackendSpec spec, Environment environment, Function<String, Backend> peers) {
    this.spec = spec;
    this.environment = environment;
    // First: they may be refused, and hold nothing that had to be closed.
    paths = paths(spec);
    contract = Contracts.read(spec, environment).map(HeldContract::new);
    Listeners listeners = new Listeners(spec.label(), environment.observers());
    effective = named(spec.transport());
    fleet = new Fleet(spec.withTransport(effective), environment, listeners);
    leaks = Assembly.leaks(spec.label(), leaked::increment);
    tokenBackends = new TokenBackends(spec.label(), environment, peers);
    tokens = tokens();
    serves(spec.exchange().timeouts());
  }

  private Optional<TokenDesk> tokens() {
    if (spec.tokens().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TokenDesk(spec, environment.clock(), tokenBackends::at));
    } catch (IllegalArgumentException e) {
      fleet.close(Duration.ZERO);
      tokenBackends.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Finds what would keep it from being made, and makes nothing. Only for backends whose origins
   * are listed, that nothing probes, and that need neither tokens nor a contract.
   *
   * @throws IllegalArgumentException if it could not be made; says what the constructor would say
   */
  static void check(BackendSpec spec, FleetCheck fleets) {
    Paths unused = paths(spec);
    fleets.check(spec.withTransport(named(spec.transport())));
  }

  /** The URLs of requests to a backend so defined. */
  static Paths paths(BackendSpec spec) {
    return new Paths(url(spec.transport().origin()));
  }

  /** Addresses that were found for a name go by that name. */
  private static TransportSpec named(TransportSpec transport) {
    boolean byName =
        transport.origins() instanceof Origins.Discovered found
            && found.how().kind() instanceof Discovery.Addresses
            && transport.hostname().isEmpty();
    return byName ? transport.withHostname(Optional.of(transport.origin().authority())) : transport;
  }

  /** The URL that requests to an origin start from. */
  private static HttpUrl url(Origin origin) {
    return new HttpUrl.Builder()
        .scheme(origin.scheme())
        .host(origin.host())
        .port(origin.port())
        .build();
  }

  /** Tells operators what is off in a backend that comes into force. */
  static void warn(BackendSpec spec) {
    if (!spec.transport().tls().trust().validate()) {
      log.warn("{}: certificate validation is off (disable_certificate_validation)", spec.label());
    }
    if (spec.transport().protocol().lenient()) {
      log.warn("{}: responses are not checked (lenient)", spec.label());
    }
  }

  /** Lets the backend be seen, and its checks start. */
  void open() {
    LiveBackends.add(this);
    fleet.open();
    tokenBackends.open();
  }

  /**
   * Reads the contract anew if its files have changed.
   *
   * @return puts it in force; empty: there is no other one
   * @throws IllegalArgumentException if it cannot be read; the one in force stays
   */
  Optional<Runnable> renewal() {
    HeldContract held = contract.orElse(null);
    if (held == null || held.current()) {
      return Optional.empty();
    }
    Optional<Contract> read = Contracts.read(spec, environment);
    return read.map(next -> () -> renew(held, next));
  }

  private void renew(HeldContract held, Contract next) {
    held.replaceBy(next);
    log.info("{}: openapi: its files have changed, and are in force as they are now", label());
  }

  BackendSpec spec() {
    return spec;
  }

  Paths paths() {
    return paths;
  }

  HealthState health() {
    return fleet.health();
  }

  Fleet fleet() {
    return fleet;
  }

  List<OriginStatus> origins() {
    return fleet.statuses();
  }

  BackendStats stats() {
    List<BackendStats> pools = fleet.pools().stream().map(OriginPool::stats).toList();
    return StatsSum.of(pools, fleet.limits().counts(), leaked.sum());
  }

  /** The steps for some manners. */
  Pipeline pipeline(BackendSpec manners) {
    return new Pipeline(
        new Assembly(
            manners.withTransport(effective),
            fleet,
            environment.clock(),
            environment.observers(),
            leaks,
            contract.map(Contract.class::cast),
            closed::get,
            tokens,
            environment.telemetry()));
  }

  /** A client with some manners, which takes these steps. */
  OkHttpClient client(BackendSpec manners, Pipeline pipeline) {
    return pipeline.direct().orElseGet(() -> outer.with(manners.exchange().timeouts(), pipeline));
  }

  /** A view has such limits. */
  void serves(Timeouts limits) {
    longest.accumulateAndGet(bounded(limits.total()).toNanos(), Math::max);
  }

  /** A total limit; an hour stands for none. */
  static Duration bounded(Duration total) {
    return total.isZero() ? UNLIMITED : total;
  }

  /** The longest total limit of any view; an hour stands for none. */
  Duration longestTotal() {
    return Duration.ofNanos(longest.get());
  }

  void close(Duration patience) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    fleet.close(patience);
    outer.cancelAll();
    tokens.ifPresent(TokenDesk::close);
    tokenBackends.close(Duration.ZERO);
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
    int places = fleet.limits().counts().active(); // A permit and a place come back together.
    return Math.max(places, sum(pool -> pool.permits().counts().leased()));
  }

  @Override
  public int waiting() {
    BackendStats.Limited limited = fleet.limits().counts();
    int ahead = limited.waiting() + limited.throttled();
    return ahead + sum(pool -> pool.permits().counts().waiting());
  }

  @Override
  public int openSockets() {
    return sum(OriginPool::openSockets);
  }

  @Override
  public boolean closed() {
    return closed.get();
  }

  private int sum(ToIntFunction<OriginPool> number) {
    return fleet.pools().stream().mapToInt(number).sum();
  }
}
