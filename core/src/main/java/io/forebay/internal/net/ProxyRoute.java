package io.forebay.internal.net;

import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The way to one origin: straight, through an HTTP proxy (with or without TLS to it), or through a
 * SOCKS 5 proxy. Decided when the backend opens, and the same for every connection. Immutable.
 *
 * <p>A proxy that is named explicitly is used for every origin, {@code localhost} included:
 * sidecars and tests want just that. (Go, and so Couper, goes straight to loopback addresses even
 * then.) What the environment says follows Go: see {@link ProxyEnvironment}.
 *
 * <p>No message and no {@code toString} shows credentials.
 */
public final class ProxyRoute implements Authenticator {
  /** No proxy. */
  public static final ProxyRoute DIRECT = new ProxyRoute(null, null);

  private static final String CREDENTIALS = "Proxy-Authorization";

  private final ProxySpec.@Nullable Fixed proxy;
  private final @Nullable SSLSocketFactory proxyTrust;
  private final Proxy proxyOfOkHttp;

  private ProxyRoute(ProxySpec.@Nullable Fixed proxy, @Nullable SSLSocketFactory proxyTrust) {
    this.proxy = proxy;
    this.proxyTrust = proxyTrust;
    this.proxyOfOkHttp =
        proxy == null || socks(proxy)
            ? Proxy.NO_PROXY
            : new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
  }

  /**
   * The way that the setting means for this origin.
   *
   * @throws IllegalArgumentException if a variable of the environment names a proxy that cannot be
   *     understood
   */
  public static ProxyRoute of(ProxySpec spec, Origin origin, Map<String, String> environment) {
    if (spec instanceof ProxySpec.Fixed fixed) {
      return new ProxyRoute(fixed, null);
    }
    if (spec instanceof ProxySpec.Environment) {
      return new ProxyEnvironment(environment)
          .proxyFor(origin)
          .map(found -> new ProxyRoute(found, null))
          .orElse(DIRECT);
    }
    return DIRECT;
  }

  /** The same, believing other certificates of the proxy than the platform does. */
  ProxyRoute withProxyTrust(SSLSocketFactory factory) {
    return new ProxyRoute(proxy, factory);
  }

  private static boolean socks(ProxySpec.Fixed proxy) {
    return proxy.scheme() == ProxySpec.Scheme.SOCKS5 || proxy.scheme() == ProxySpec.Scheme.SOCKS5H;
  }

  /** The proxy; null: none. */
  ProxySpec.@Nullable Fixed proxy() {
    return proxy;
  }

  /** Whether there is none. */
  public boolean isDirect() {
    return proxy == null;
  }

  /** Whether OkHttp speaks to a proxy, which then looks the origin's name up. */
  public boolean isHttp() {
    return proxyOfOkHttp.type() == Proxy.Type.HTTP;
  }

  /** Whether a SOCKS proxy looks the origin's name up. */
  boolean leavesNames() {
    return proxy != null && proxy.scheme() == ProxySpec.Scheme.SOCKS5H;
  }

  /** As OkHttp's client wants it; SOCKS is the sockets' matter and none here. */
  public Proxy proxyOfOkHttp() {
    return proxyOfOkHttp;
  }

  /** What the sockets have to do before OkHttp may use them; null: nothing. */
  @Nullable ProxyHandshake handshake(Resolver resolver) {
    if (proxy == null || proxy.scheme() == ProxySpec.Scheme.HTTP) {
      return null;
    }
    if (socks(proxy)) {
      return new Socks5(proxy, resolver);
    }
    SSLSocketFactory trust = proxyTrust;
    return new ProxyTls(
        proxy, trust == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trust);
  }

  /** The failure to dial; where a proxy was dialled, it is named. */
  IOException explain(SocketException failure) {
    return proxy == null
        ? failure
        : new ProxyException(proxy, "cannot be reached: " + failure.getMessage(), failure);
  }

  /**
   * Adds the credentials to {@code CONNECT} before it is sent, and takes OkHttp's name off: OkHttp
   * asks with a challenge of its own. A challenge by the proxy means that they are wrong or
   * missing; there is no second try.
   */
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws ProxyException {
    boolean ahead =
        response.challenges().stream()
            .anyMatch(c -> c.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
    if (ahead) {
      return authorized(response.request().newBuilder().removeHeader("User-Agent").build());
    }
    if (proxy == null) {
      return null;
    }
    String problem = proxy.login().isPresent() ? "refused the credentials" : "wants credentials";
    throw new ProxyException(proxy, problem + " (407)", null);
  }

  /**
   * Whether it is not the origin that answers but the proxy, which wants other credentials: a
   * plain-text request is the proxy's to answer, and OkHttp then asks {@link #authenticate}.
   */
  public boolean refuses(Response response) {
    return response.code() == 407 && isHttp() && !response.request().isHttps();
  }

  /**
   * The request as it goes out over this connection: with the proxy's credentials where it is a
   * plain-text request that a proxy reads. Saves the round trip of a 407. Through a tunnel, or
   * straight to the origin, credentials for a proxy are never sent.
   */
  public Request authorized(Request request, @Nullable Connection connection) {
    if (connection != null
        && isHttp()
        && !request.isHttps()
        && connection.route().proxy().equals(proxyOfOkHttp)) {
      return authorized(request);
    }
    return request.header(CREDENTIALS) == null
        ? request
        : request.newBuilder().removeHeader(CREDENTIALS).build();
  }

  private Request authorized(Request request) {
    return proxy == null || proxy.login().isEmpty()
        ? request
        : request.newBuilder().header(CREDENTIALS, proxy.login().get().headerValue()).build();
  }

  /** The proxy without its credentials; empty if there is none. */
  public Optional<String> name() {
    return Optional.ofNullable(proxy).map(ProxySpec.Fixed::toString);
  }

  /** {@code direct}, or the proxy without its credentials. */
  @Override
  public String toString() {
    return proxy == null ? "direct" : proxy.toString();
  }
}
