package io.forebay.internal.pool;

import io.forebay.BackendStats;
import io.forebay.Environment;
import io.forebay.internal.net.Dialling;
import io.forebay.internal.net.Network;
import io.forebay.internal.net.ProxyRoute;
import io.forebay.internal.net.Sockets;
import io.forebay.internal.tls.OriginTls;
import io.forebay.internal.tls.TlsWatcher;
import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Everything that connects to one origin: a client with a connection pool of its own, permits, and
 * the count of sockets.
 *
 * <p>One origin is one client and one pool: OkHttp scans its pool for every call, and what may
 * differ from call to call never decides which connection fits. Clients with other manners are
 * derived from {@link #client(Timeouts, Interceptor)} and share all of it.
 */
public final class OriginPool {
  /** Idle connections kept where {@code max_connections} sets no bound. */
  private static final int IDLE_WITHOUT_BOUND = 64;

  /** Exchanges that one HTTP/2 connection is first thought to carry; servers allow 100 or more. */
  private static final int STREAMS = 100;

  /** Exchanges at a lowered limit after which one more is tried. */
  private static final int PATIENCE = 32;

  private final Origin origin;
  private final String originText;
  private final String shownOrigin;
  private final Optional<String> hostname;
  private final Way way;
  private final PoolSpec spec;
  private final boolean strict;
  private final Network network;
  private final Sockets sockets;
  private final PermitQueue permits;
  private final ConnectGate connectGate;
  private final Retirements retirements = new Retirements();
  private final Lifecycle lifecycle;
  private final Meters meters = new Meters();
  private volatile boolean cutOff;
  private final LongAdder releases = new LongAdder();
  private final Upkeep upkeep;
  private final ConnectionPool connections;
  private final OriginTls tls;
  private final TlsWatcher tlsWatcher;
  private final OkHttpClient base;
  private final OkHttpClient client;

  /**
   * Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS material cannot be used
   */
  public OriginPool(String label, TransportSpec transport, Environment environment) {
    origin = transport.origin();
    originText = origin.toString();
    shownOrigin = origin.withPort();
    hostname = transport.hostname();
    strict = !transport.protocol().lenient();
    network =
        Network.of(transport, System.getenv(), environment.names(), environment.clock()::nanoTime);
    tls = OriginTls.open(label, origin, transport.effectiveTls(), strict);
    spec = transport.pool();
    boolean reuse = spec.life().reuse();
    way = new Way(transport.withPool(PoolSpec.DEFAULT), reuse, environment.names());
    boolean mayMultiplex = transport.protocol().mayMultiplex(origin);
    sockets = network.sockets();
    permits = new PermitQueue(mayMultiplex ? streams(1) : spec.maxConnections(), spec.maxPending());
    connectGate = new ConnectGate(mayMultiplex);
    lifecycle =
        new Lifecycle(
            spec.life(),
            connection -> tls.current(connection.socket()),
            this::addressCurrent,
            retirements,
            strict);
    upkeep = upkeep();
    connections = upkeep.pool();
    base = base(transport);
    client = client();
    tlsWatcher =
        TlsWatcher.watch(
            tls,
            environment.clock(),
            new TlsNews(label, originText, tls.files(), environment.observers(), this::evictIdle));
  }

  /** Whether the name still leads to where a connection goes. */
  private boolean addressCurrent(Connection connection) {
    InetAddress address = connection.route().socketAddress().getAddress();
    return address == null || network.resolver().stillCurrent(address);
  }

  private Upkeep upkeep() {
    boolean bounded = spec.maxConnections() > 0;
    int idle = bounded ? spec.maxConnections() : IDLE_WITHOUT_BOUND;
    ConnectionLife life = spec.life();
    long keepalive = Math.max(1, life.keepaliveTime().toNanos());
    boolean keeps = life.reuse() && !life.keepaliveTime().isZero();
    return Upkeep.of(keeps ? idle : 0, keepalive, bounded);
  }

  private OkHttpClient client() {
    Dispatcher dispatcher = new Dispatcher(new AdmissionExecutor());
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return network
        .apply(base.newBuilder())
        .connectionPool(connections)
        .dispatcher(dispatcher)
        .build();
  }

  /** What a probe shares with exchanges: names, TLS and protocols, but no socket and no permit. */
  private OkHttpClient base(TransportSpec transport) {
    OkHttpClient.Builder builder =
        Root.CLIENT
            .newBuilder()
            .protocols(protocols(transport))
            .pingInterval(transport.protocol().pingInterval())
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false);
    tls.applyTo(builder);
    return builder.build();
  }

  private static List<Protocol> protocols(TransportSpec transport) {
    boolean tls = transport.origin().tls();
    if (tls && transport.protocol().http2() && transport.pool().life().reuse()) {
      return List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);
    }
    return !tls && transport.protocol().priorKnowledge()
        ? List.of(Protocol.H2_PRIOR_KNOWLEDGE)
        : List.of(Protocol.HTTP_1_1);
  }

  /**
   * Makes a client for probes. It has one connection of its own beside the cap, so that a full pool
   * is not taken for a sick origin; who made it closes it, by evicting it.
   */
  public OkHttpClient.Builder probeClient() {
    // OkHttp's own pool wakes a thread after each probe, to see whether it has been idle too long.
    ConnectionPool one = Upkeep.of(1, TimeUnit.MINUTES.toNanos(5), true).pool();
    return network
        .beside()
        .apply(base.newBuilder())
        .connectionPool(one)
        .dispatcher(new Dispatcher())
        .addNetworkInterceptor(OriginPool::guarded);
  }

  /**
   * What decides whether two probes reach the same origin in the same way.
   *
   * @param transport the transport, the bounds of the pool left out
   * @param reuse whether connections are used again, which decides about HTTP/2
   * @param names who looks names up
   */
  public record Way(TransportSpec transport, boolean reuse, NameResolver names) {}

  /** The way that probes go. */
  public Way way() {
    return way;
  }

  /** Whether a connection still leads to where the name does, with the certificates in force. */
  public boolean current(Connection connection) {
    return addressCurrent(connection) && tls.current(connection.socket());
  }

  /** A probe is an exchange like any other to whoever follows the connection. */
  private static Response guarded(Interceptor.Chain chain) throws IOException {
    Connection connection = Objects.requireNonNull(chain.connection(), "a network interceptor");
    Request request = chain.request();
    if (!WireGuard.of(connection.socket())
        .begin(request.method(), false, chain.readTimeoutMillis())) {
      throw new IOException("the origin sent bytes that no request asked for");
    }
    return chain.proceed(request);
  }

  /** A client with some limits and a pipeline, over this pool. */
  public OkHttpClient client(Timeouts limits, Interceptor pipeline) {
    return client
        .newBuilder()
        .connectTimeout(WireInterceptor.limit(limits.connect()))
        .readTimeout(WireInterceptor.limit(limits.ttfb()))
        .writeTimeout(WireInterceptor.limit(limits.betweenBytes()))
        .callTimeout(WireInterceptor.limit(limits.total()))
        .addInterceptor(pipeline)
        .addNetworkInterceptor(new WireInterceptor(network.route(), lifecycle, limits, strict))
        .build();
  }

  /** Where it connects. */
  public Origin origin() {
    return origin;
  }

  /** Where it connects, as logs show it: always with its port. */
  public String shownOrigin() {
    return shownOrigin;
  }

  /** Where it connects, as reports show it. */
  String originText() {
    return originText;
  }

  /** The name we call it by; empty: its own. */
  public Optional<String> hostname() {
    return hostname;
  }

  /** What stands between; empty: nothing. */
  public Optional<String> proxy() {
    return network.route().name();
  }

  /** How its connections are secured. */
  public OriginTls tls() {
    return tls;
  }

  /** What stands between. */
  public ProxyRoute route() {
    return network.route();
  }

  /** The permits to use a connection. */
  public PermitQueue permits() {
    return permits;
  }

  /** One at a time may connect where exchanges share connections. */
  ConnectGate connectGate() {
    return connectGate;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Meters meters() {
    return meters;
  }

  // ---- permits that move with the connections

  /** Exchanges that this many connections carry together; 0 means any number. */
  private int streams(int established) {
    int max = spec.maxConnections();
    return max == 0 ? 0 : STREAMS * Math.min(max, established);
  }

  void connectTook(long connectNanos, long tlsNanos) {
    meters.connect.add(connectNanos);
    if (tlsNanos > 0) {
      meters.tls.add(tlsNanos);
    }
  }

  /** A connection was made over this socket. */
  void made(Connection connection, Dialling.Established socket) {
    lifecycle.made(connection, socket);
    upkeep.made();
  }

  /** A connection is there: what it speaks decides how many exchanges fit. */
  void connected(WireCall call, Protocol protocol) {
    if (connectGate.leave(call, protocol)) {
      permits.limit(
          protocol == Protocol.HTTP_1_1 ? spec.maxConnections() : streams(sockets.openCount() + 1));
    }
  }

  /** A permit comes back after so long. */
  void released(long leaseNanos) {
    meters.lease.add(leaseNanos);
    permits.release();
    if (connectGate.multiplexes()) {
      releases.increment();
      if (releases.sum() % PATIENCE == 0) {
        permits.raise(streams(sockets.openCount()));
      }
    }
  }

  /** Closes idle connections where that frees a socket; false where all are shared and in use. */
  boolean makeRoom() {
    if (connectGate.multiplexes()) {
      return false;
    }
    evictIdle();
    return true;
  }

  void evictIdle() {
    connections.evictAll();
  }

  // ---- the whole

  /** The numbers at this moment. */
  public BackendStats stats() {
    PermitQueue.Counts counts = permits.counts();
    int open = sockets.openCount();
    return new BackendStats(
        spec.maxConnections(),
        counts.leased(),
        counts.waiting(),
        open,
        Math.min(open, connections.idleConnectionCount()), // OkHttp forgets dead ones later.
        new BackendStats.Totals(
            sockets.openedCount(),
            retirements.snapshot(),
            0, // Responses are watched for the whole backend.
            meters.lease.snapshot(),
            meters.connect.snapshot(),
            meters.tls.snapshot(),
            meters.ttfb.snapshot()),
        certificates());
  }

  /** What a pool tells of retired connections before there were any. */
  public static Map<String, Long> noneRetired() {
    return new Retirements().snapshot();
  }

  private List<BackendStats.Certificate> certificates() {
    return tls.expiries().stream()
        .map(
            expiry ->
                new BackendStats.Certificate(
                    expiry.role().name().toLowerCase(Locale.ROOT),
                    expiry.subject(),
                    expiry.notAfter()))
        .toList();
  }

  /** Sockets in any state. */
  public int openSockets() {
    return sockets.openCount();
  }

  /** Whether closing has lost its patience with what still ran. */
  public boolean cutOff() {
    return cutOff;
  }

  /** Fails those who wait, lets the others finish for a while, then closes every connection. */
  public void close(Duration patience) {
    tlsWatcher.close();
    upkeep.stop();
    permits.close();
    boolean interrupted = false;
    try {
      permits.awaitDrained(patience.toNanos());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    cutOff = true;
    client.dispatcher().cancelAll();
    connections.evictAll();
    sockets.closeAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Built once: an OkHttp client from scratch reads the platform's certificates. */
  static final class Root {
    static final OkHttpClient CLIENT = new OkHttpClient();
  }
}
