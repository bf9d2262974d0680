package io.forebay.internal.net;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.NameResolver;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * The way from here to one origin: names, sockets, proxy. Start reading here.
 *
 * <p>OkHttp finds connections by the identity of some of these, so there is one of each per origin.
 *
 * @param route what stands between
 * @param resolver the names
 * @param sockets the connections, counted
 */
public record Network(ProxyRoute route, Resolver resolver, Sockets sockets) {

  /**
   * The way that the settings mean.
   *
   * @param environment the variables to find a proxy in
   * @param names who looks names up
   * @param clock monotonic nanoseconds, by which answers grow old
   * @throws IllegalArgumentException if the bind address is none of this machine, a variable names
   *     a proxy that cannot be understood, the proxy's credentials do not fit its protocol, or a
   *     Unix domain socket is named along with a proxy
   */
  public static Network of(
      TransportSpec spec, Map<String, String> environment, NameResolver names, LongSupplier clock) {
    return of(spec, route(spec, environment), names, clock);
  }

  static Network of(TransportSpec spec, ProxyRoute route, NameResolver names, LongSupplier clock) {
    SocketSpec socket = spec.socket();
    Resolver resolver = new Resolver(spec.origin(), socket, spec.dns(), route, names, clock);
    int max = spec.pool().maxConnections();
    boolean plaintext = !spec.origin().tls();
    Sockets sockets = new Sockets(max, socket, route, resolver, guards(spec), plaintext);
    return new Network(route, resolver, sockets);
  }

  /** A Unix domain socket needs no proxy, so what the environment says is not for it. */
  private static ProxyRoute route(TransportSpec spec, Map<String, String> environment) {
    if (spec.socket().unixSocket().isEmpty()) {
      return ProxyRoute.of(spec.proxy(), spec.origin(), environment);
    }
    if (spec.proxy() instanceof ProxySpec.Fixed proxy) {
      throw new IllegalArgumentException(
          "proxy: " + proxy + " along with unix_socket (expected: one of them)");
    }
    return ProxyRoute.DIRECT;
  }

  /** An encrypted connection is followed where it is plaintext: beneath its TLS it is not. */
  private static Supplier<WireGuard> guards(TransportSpec spec) {
    if (spec.origin().tls() || spec.protocol().lenient()) {
      return () -> WireGuard.NONE;
    }
    return spec.protocol().priorKnowledge() ? WireGuard::http2 : WireGuard::http1;
  }

  /** The same way with sockets of its own, any number of them: probes do not use up the pool's. */
  public Network beside() {
    return new Network(route, resolver, sockets.beside());
  }

  /** Makes a client go this way. */
  public OkHttpClient.Builder apply(OkHttpClient.Builder builder) {
    return builder
        .dns(resolver)
        .socketFactory(sockets)
        .proxy(route.proxyOfOkHttp())
        .proxyAuthenticator(route)
        .fastFallback(false);
  }
}
