package io.forebay.internal.pool;

import io.forebay.BackendStats;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.TransportSpec;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Everything that connects to one origin: a client with a connection pool of its own, permits, and
 * the count of sockets.
 *
 * <p>One origin is one client and one pool: OkHttp scans its pool for every call, and what may
 * differ from call to call never decides which connection fits. Clients with other manners are
 * derived from {@link #client()} and share all of it.
 */
public final class OriginPool {
  /** Idle connections kept where {@code max_connections} sets no bound. */
  private static final int IDLE_WITHOUT_BOUND = 64;

  private static final Duration KEEPALIVE = Duration.ofMinutes(5);

  private final Origin origin;
  private final Sockets sockets;
  private final PermitQueue permits;
  private final ConnectionPool connections;
  private final OkHttpClient client;

  /**
   * Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS material cannot be used
   */
  public OriginPool(TransportSpec spec) {
    origin = spec.origin();
    int max = spec.pool().maxConnections();
    sockets = new Sockets(max);
    permits = new PermitQueue(max);
    connections = connectionPool(spec.pool());
    client = client(spec);
  }

  private static ConnectionPool connectionPool(PoolSpec spec) {
    int idle = spec.maxConnections() == 0 ? IDLE_WITHOUT_BOUND : spec.maxConnections();
    return new ConnectionPool(idle, KEEPALIVE.toSeconds(), TimeUnit.SECONDS);
  }

  private OkHttpClient client(TransportSpec spec) {
    Dispatcher dispatcher = new Dispatcher(new AdmissionExecutor());
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    OkHttpClient.Builder builder = base(spec).connectionPool(connections).dispatcher(dispatcher);
    return builder.socketFactory(sockets).build();
  }

  /** What a probe shares with exchanges: names, TLS and protocols, but no socket and no permit. */
  private static OkHttpClient.Builder base(TransportSpec spec) {
    OkHttpClient.Builder builder =
        Root.CLIENT
            .newBuilder()
            .dns(new Resolver())
            .protocols(
                spec.http2()
                    ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                    : List.of(Protocol.HTTP_1_1))
            .proxy(Proxy.NO_PROXY)
            .fastFallback(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false);
    Tls.apply(spec.tls(), builder);
    return builder;
  }

  /**
   * A client for probes. It has a connection of its own beside the cap, so that a full pool is not
   * taken for a sick origin.
   */
  public static OkHttpClient probeClient(TransportSpec spec) {
    return base(spec).connectionPool(new ConnectionPool(1, 5, TimeUnit.MINUTES)).build();
  }

  /** Where it connects. */
  public Origin origin() {
    return origin;
  }

  /** The permits to use a connection. */
  public PermitQueue permits() {
    return permits;
  }

  /** The client from which those with manners are derived. */
  public OkHttpClient client() {
    return client;
  }

  /** The numbers at this moment. */
  public BackendStats stats() {
    PermitQueue.Counts counts = permits.counts();
    return new BackendStats(
        counts.max(),
        counts.leased(),
        counts.waiting(),
        sockets.openCount(),
        connections.idleConnectionCount());
  }

  /** Sockets in any state. */
  public int openSockets() {
    return sockets.openCount();
  }

  /** Fails those who wait, lets the others finish for a while, then closes every connection. */
  public void close(Duration patience) {
    permits.close();
    boolean interrupted = false;
    try {
      permits.awaitDrained(patience.toNanos());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    client.dispatcher().cancelAll();
    connections.evictAll();
    sockets.closeAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Built once: an OkHttp client from scratch reads the platform's certificates. */
  private static final class Root {
    private static final OkHttpClient CLIENT = new OkHttpClient();
  }
}
