package io.forebay.internal.pool;

import io.forebay.internal.net.Dialling;
import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.ConnectionLife;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.Connection;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Decides before each exchange whether its connection may still be used, and whether this is the
 * last time.
 *
 * <p>OkHttp knows idle time only. What is over is found here, next to the wire and before a byte is
 * written: an HTTP/1.1 connection is thrown away by {@link RetiredException}, which the retry step
 * answers with another attempt; an HTTP/2 connection, which others may be using, is used once more
 * with {@code Connection: close}, after which OkHttp gives it no new exchanges.
 */
final class Lifecycle {
  /** A connection that was used a moment ago is not probed: the probe costs a millisecond. */
  private static final long PROBE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What a peer that speaks first takes to do so, once it has accepted. */
  private static final int FIRST_WORD_MILLIS = 5;

  private static final int END = -1;
  private static final int SILENCE = -2;

  private final ConnectionLife life;
  private final Predicate<Connection> tlsCurrent;
  private final Predicate<Connection> addressCurrent;
  private final Retirements retirements;
  private final boolean guarded;
  private volatile boolean speaksFirst = true; // Until one connection was silent.

  Lifecycle(
      ConnectionLife life,
      Predicate<Connection> tlsCurrent,
      Predicate<Connection> addressCurrent,
      Retirements retirements,
      boolean guarded) {
    this.life = life;
    this.tlsCurrent = tlsCurrent;
    this.addressCurrent = addressCurrent;
    this.retirements = retirements;
    this.guarded = guarded;
  }

  /**
   * The request as it is to be sent on this connection, of which the exchange is told.
   *
   * @throws RetiredException if the connection must not be used any more; nothing has been written
   */
  Request beforeUse(WireCall call, Connection connection, Request request) throws IOException {
    Page page = page(connection);
    int use = page.nextUse();
    Retirement reason = use == 1 ? null : overdue(call, connection, page, use);
    if (reason != null && connection.protocol() == Protocol.HTTP_1_1) {
      throw retired(reason);
    }
    boolean last = reason != null || (life.maxUse() > 0 && use >= life.maxUse()) || !life.reuse();
    if (use > 1 && reason == null && connection.protocol() == Protocol.HTTP_1_1) {
      probe(connection, page, request);
    }
    call.uses(connection, use > 1, page.socket);
    requireClean(call, connection, request, use);
    return last ? request.newBuilder().header("Connection", "close").build() : request;
  }

  /**
   * A request goes out that no network interceptor saw, as OkHttp's WebSockets do. What must not be
   * used any more can only be closed.
   */
  void announce(WireCall call, Connection connection, Request request) {
    try {
      requireClean(call, connection, request, page(connection).nextUse());
    } catch (IOException e) {
      try {
        connection.socket().close();
      } catch (IOException closing) {
        // It is of no use either way.
      }
    }
  }

  /**
   * A limit ran out on a connection that others share. Where nothing at all came in the second half
   * of the wait, it may be dead: OkHttp would give it to everybody for another second, until a ping
   * is overdue.
   */
  void timedOut(Connection connection, long waitedFrom) {
    long half = (System.nanoTime() - waitedFrom) / 2;
    if (WireGuard.of(connection.socket()).silentSince(waitedFrom + half)) {
      OkHttpInternals.FOUND.ifPresent(found -> found.noNewExchanges(connection));
    }
  }

  /** What came before the request was sent cannot be its answer. */
  private void requireClean(WireCall call, Connection connection, Request request, int use)
      throws IOException {
    boolean clean =
        WireGuard.of(connection.socket())
            .begin(request.method(), request.header("Upgrade") != null, call.ttfbMillis());
    if (!clean && use > 1) {
      throw retired(Retirement.LEFT_OVER);
    }
    if (!clean || (use == 1 && speaksFirst(connection))) {
      speaksFirst = true;
      throw new ProtocolException("the origin sent bytes before any request");
    }
  }

  /**
   * Whether the origin speaks before it is asked. Who does, does so on every connection, and a
   * moment after it was made: so the first one is given that moment, and the others after one that
   * spoke.
   */
  private boolean speaksFirst(Connection connection) throws IOException {
    if (!guarded || !speaksFirst || connection.protocol() != Protocol.HTTP_1_1) {
      return false;
    }
    int word = word(connection.socket(), FIRST_WORD_MILLIS);
    if (word == END) {
      throw new EOFException("closed by the peer before the request was sent");
    }
    speaksFirst = word != SILENCE;
    return speaksFirst;
  }

  /** Counts the retirement of a connection on which nothing was sent, or nothing arrived. */
  RetiredException retired(Retirement reason) {
    retirements.count(reason);
    return new RetiredException(reason);
  }

  private @Nullable Retirement overdue(WireCall call, Connection connection, Page page, int use) {
    if (call.sentBefore() && connection.protocol() == Protocol.HTTP_1_1) {
      return Retirement.STALE; // Came back to the pool meanwhile, and may be as dead as the last.
    }
    if (page.diesAt != 0 && System.nanoTime() - page.diesAt >= 0) {
      return Retirement.LIFETIME;
    }
    if (life.maxUse() > 0 && use > life.maxUse()) {
      return Retirement.MAX_USE;
    }
    if (!tlsCurrent.test(connection)) {
      return Retirement.TLS_RELOAD;
    }
    return addressCurrent.test(connection) ? null : Retirement.ADDRESS_GONE;
  }

  /** Looks whether the peer has closed it, or said something nobody asked for. */
  private void probe(Connection connection, Page page, Request request) throws IOException {
    boolean justUsed = System.nanoTime() - page.idleSince < PROBE_AFTER_NANOS;
    if (Methods.idempotent(request.method()) || (justUsed && !endsAtProxy(connection))) {
      return;
    }
    try {
      if (word(connection.socket(), 1) == SILENCE) {
        return;
      }
    } catch (IOException dead) {
      // A byte nobody asked for is as bad as the end.
    }
    throw retired(Retirement.STALE);
  }

  /** What comes within so long: a byte, the end, or nothing. */
  private static int word(Socket socket, int millis) throws IOException {
    int before = socket.getSoTimeout();
    try {
      socket.setSoTimeout(millis);
      return socket.getInputStream().read();
    } catch (SocketTimeoutException healthy) {
      socket.setSoTimeout(before);
      return SILENCE;
    } catch (ProtocolViolation spoken) {
      return 0; // The guard keeps what nobody asked for to itself.
    }
  }

  /**
   * Whether a proxy reads the requests. Some close after each answer and take off the header that
   * would say so (tinyproxy 1.11), so that a connection to one is not trusted for a moment.
   */
  private static boolean endsAtProxy(Connection connection) {
    Route route = connection.route();
    return route.proxy().type() == Proxy.Type.HTTP && !route.requiresTunnel();
  }

  /** The connection is idle from now on. */
  void released(Connection connection) {
    Page page = page(connection);
    page.idleSince = System.nanoTime();
  }

  /** The connection was made over this socket, unless OkHttp took one that somebody else made. */
  void made(Connection connection, Dialling.Established socket) {
    Page page = page(connection);
    if (page.socket == null) {
      page.socket = socket;
    }
  }

  /** What is known about a connection is written on its socket, which is one of ours. */
  private Page page(Connection connection) {
    if (!(connection.socket() instanceof WireGuard.Guarded socket)) {
      throw new IllegalStateException("a connection over a socket that is not from here");
    }
    if (socket.note().get() instanceof Page known) {
      return known;
    }
    Page made = new Page(diesAt());
    return socket.note().compareAndSet(null, made) ? made : page(connection);
  }

  /** Up to a tenth early, so that connections made together do not end together. */
  private long diesAt() {
    long nanos = life.maxLifetime().toNanos();
    if (nanos == 0) {
      return 0;
    }
    long early = (long) (nanos / 10.0 * ThreadLocalRandom.current().nextDouble());
    return System.nanoTime() + nanos - early;
  }

  /**
   * What is known about a connection. HTTP/2 exchanges may meet here; counts are then near enough.
   */
  private static final class Page {
    private final long diesAt;
    private volatile Dialling.@Nullable Established socket;
    private volatile int uses;
    private volatile long idleSince = System.nanoTime();

    Page(long diesAt) {
      this.diesAt = diesAt;
    }

    synchronized int nextUse() {
      uses++;
      return uses;
    }
  }
}
