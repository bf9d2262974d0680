package io.forebay.internal.net;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** OkHttp on the network under test, wired as a pool wires it. */
final class Client implements AutoCloseable {
  static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("127.0.0.1")
          .addSubjectAlternativeName("origin.test")
          .build();
  static final HandshakeCertificates SERVER_KEYS =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();
  private static final Duration LONG = Duration.ofSeconds(20);

  final Network network;
  private final TransportSpec spec;
  private final OkHttpClient client;
  private Duration limit = LONG;

  private Client(TransportSpec spec, Network network) {
    this.spec = spec;
    this.network = network;
    this.client =
        network
            .apply(new OkHttpClient.Builder())
            .connectionPool(new ConnectionPool())
            .retryOnConnectionFailure(false)
            .readTimeout(LONG)
            .sslSocketFactory(SERVER_KEYS.sslSocketFactory(), SERVER_KEYS.trustManager())
            .addNetworkInterceptor(
                chain ->
                    chain.proceed(network.route().authorized(chain.request(), chain.connection())))
            .build();
  }

  /** To this origin, by these settings. */
  static Client to(String origin, UnaryOperator<TransportSpec> settings, NameResolver names) {
    TransportSpec spec = settings.apply(spec(origin));
    return new Client(spec, Network.of(spec, Map.of(), names, System::nanoTime));
  }

  /** To this origin through this proxy; names are looked up nowhere. */
  static Client through(String proxy, String origin) {
    return to(origin, spec -> spec.withProxy(ProxySpec.of(proxy)), names());
  }

  /** To this origin, which is looked up here, where these variables are set. */
  static Client in(Map<String, String> environment, String origin, ProxySpec proxy) {
    TransportSpec spec = spec(origin).withProxy(proxy);
    NameResolver names = names(spec.origin().host(), "127.0.0.1");
    return new Client(spec, Network.of(spec, environment, names, System::nanoTime));
  }

  /** Through a proxy whose certificate these keys believe. */
  static Client through(String proxy, String origin, SSLSocketFactory proxyTrust) {
    TransportSpec spec = spec(origin).withProxy(ProxySpec.of(proxy));
    ProxyRoute route =
        ProxyRoute.of(spec.proxy(), spec.origin(), Map.of()).withProxyTrust(proxyTrust);
    return new Client(spec, Network.of(spec, route, names(), System::nanoTime));
  }

  /** A resolver that knows one name, or none. */
  static NameResolver names(String... hostThenAddresses) {
    return host -> {
      if (hostThenAddresses.length == 0 || !hostThenAddresses[0].equals(host)) {
        throw new UnknownHostException(host);
      }
      List<InetAddress> found = new ArrayList<>();
      for (int i = 1; i < hostThenAddresses.length; i++) {
        found.add(InetAddress.getByName(hostThenAddresses[i]));
      }
      return found;
    };
  }

  static UnaryOperator<TransportSpec> sockets(UnaryOperator<SocketSpec> change) {
    return spec -> spec.withSocket(change.apply(spec.socket()));
  }

  static UnaryOperator<TransportSpec> publicOnly() {
    return spec -> spec.withDns(new DnsSpec(Duration.ofSeconds(30), true));
  }

  static UnaryOperator<TransportSpec> atMost(int sockets) {
    return spec -> spec.withPool(PoolSpec.DEFAULT.withMaxConnections(sockets));
  }

  /** Sockets straight to anywhere, at most so many. */
  static Sockets plainSockets(int max) {
    return new Sockets(max, SocketSpec.DEFAULT, ProxyRoute.DIRECT, noNames(), () -> WireGuard.NONE);
  }

  /** These clients tell no guard of their requests. */
  private static TransportSpec spec(String origin) {
    return TransportSpec.of(Origin.of(origin)).withProtocol(ProtocolSpec.DEFAULT.withLenient(true));
  }

  /** Knows no name. */
  static Resolver noNames() {
    return new Resolver(
        Origin.of("http://origin.test"),
        SocketSpec.DEFAULT,
        DnsSpec.DEFAULT,
        ProxyRoute.DIRECT,
        names(),
        System::nanoTime);
  }

  /** With another connect limit. */
  Client within(Duration connect) {
    limit = connect;
    return this;
  }

  Call call(String path) {
    Call call = client.newCall(new Request.Builder().url(spec.origin() + path).build());
    call.addEventListener(new Attempt(limit));
    return call;
  }

  /** Status and body of a GET. */
  String get(String path) throws IOException {
    try (Response response = call(path).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  OkHttpClient okhttp() {
    return client;
  }

  int openSockets() {
    return network.sockets().openCount();
  }

  /** Closes what is idle; a leak stays. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
    network.sockets().closeAll();
  }
}
