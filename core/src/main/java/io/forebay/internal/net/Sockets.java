package io.forebay.internal.net;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.SocketSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes and counts the sockets of one origin: a slot is taken when dialling starts and given back
 * when the socket is closed, whatever happened between. Exact by construction, and never more than
 * the cap.
 *
 * <p>OkHttp only ever asks for an unconnected socket; asking for a connected one is refused.
 */
public final class Sockets extends SocketFactory {
  private final int max;
  private final SocketSpec spec;
  private final SocketTuning tuning;
  private final @Nullable Path unixSocket;
  private final ProxyRoute route;
  private final Resolver resolver;
  private final @Nullable ProxyHandshake handshake;
  private final Supplier<WireGuard> guards;
  private final boolean plaintext;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final Set<BackendSocket> open = ConcurrentHashMap.newKeySet();

  /**
   * At most {@code max} sockets at a time, 0 means any number; each followed by a guard of its own.
   *
   * @throws IllegalArgumentException if the bind address is none of this machine, or the proxy's
   *     credentials do not fit its protocol
   */
  Sockets(
      int max, SocketSpec spec, ProxyRoute route, Resolver resolver, Supplier<WireGuard> guards) {
    this(max, spec, route, resolver, guards, false);
  }

  /** The same; what crosses them may be known to be plaintext. */
  Sockets(
      int max,
      SocketSpec spec,
      ProxyRoute route,
      Resolver resolver,
      Supplier<WireGuard> guards,
      boolean plaintext) {
    this.max = max;
    this.spec = spec;
    this.tuning = new SocketTuning(spec);
    this.unixSocket = spec.unixSocket().orElse(null);
    this.route = route;
    this.resolver = resolver;
    this.guards = guards;
    this.plaintext = plaintext;
    this.handshake = route.handshake(resolver);
  }

  /** The same sockets, counted apart and without a cap. */
  Sockets beside() {
    return new Sockets(0, spec, route, resolver, guards, plaintext);
  }

  @Override
  public Socket createSocket() throws IOException {
    ConnectLimit limit = new ConnectLimit();
    if (unixSocket != null) {
      return new BackendSocket(this, limit, new UnixImpl(unixSocket));
    }
    if (handshake != null) {
      return new BackendSocket(this, limit, new ProxiedImpl(handshake, tuning, limit));
    }
    return new BackendSocket(this, limit);
  }

  /** Refuses what must not be dialled; that holds for literals too, which nobody looks up. */
  void check(SocketAddress address) throws IOException {
    if (unixSocket == null && address instanceof InetSocketAddress inet) {
      resolver.check(inet);
    }
  }

  /** What follows the plaintext of one socket. */
  WireGuard newGuard() {
    return guards.get();
  }

  /** Whether no TLS runs over them, which has limits of its own on what it reads. */
  boolean plaintext() {
    return plaintext;
  }

  SocketTuning tuning() {
    return tuning;
  }

  /** The failure to dial, naming what was dialled where that is not the origin. */
  IOException explain(SocketException failure) {
    return unixSocket == null ? route.explain(failure) : failure;
  }

  void take(BackendSocket socket) throws NoSlotException {
    int before = count.getAndUpdate(now -> max > 0 && now >= max ? now : now + 1);
    if (max > 0 && before >= max) {
      throw new NoSlotException(max, before);
    }
    peak.accumulateAndGet(before + 1, Math::max);
    open.add(socket);
    opened.increment();
  }

  void give(BackendSocket socket) {
    if (open.remove(socket)) {
      count.decrementAndGet();
    }
  }

  /** Sockets that were dialled since the beginning. */
  public long openedCount() {
    return opened.sum();
  }

  /** Sockets in any state. */
  public int openCount() {
    return count.get();
  }

  /** The most sockets that there were at a time. */
  public int peakCount() {
    return peak.get();
  }

  /** Closes every socket, under way or not. */
  public void closeAll() {
    for (BackendSocket socket : open) {
      socket.abort();
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw connected();
  }

  private static IOException connected() {
    return new IOException("only unconnected sockets are made here");
  }
}
