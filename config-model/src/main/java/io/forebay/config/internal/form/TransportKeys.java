package io.forebay.config.internal.form;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.Material;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The keys that decide whether two sockets are interchangeable; no refinement may have them. */
final class TransportKeys {
  /** Stands beside the origin, and tells it from others. */
  static final Key<BackendSpec, Optional<String>> HOSTNAME =
      key("hostname", Shapes.HOST, TransportSpec::hostname, TransportSpec::withHostname);

  private static final List<Key<BackendSpec, ?>> POOL =
      List.of(
          pool("max_connections", PoolSpec::maxConnections, PoolSpec::withMaxConnections),
          pool("max_pending", PoolSpec::maxPending, PoolSpec::withMaxPending),
          life(
              "keepalive_time",
              Shapes.DURATION,
              ConnectionLife::keepaliveTime,
              ConnectionLife::withKeepaliveTime),
          life(
              "max_lifetime",
              Shapes.DURATION,
              ConnectionLife::maxLifetime,
              ConnectionLife::withMaxLifetime),
          life("max_use", Shapes.COUNT, ConnectionLife::maxUse, ConnectionLife::withMaxUse),
          life(
              "disable_connection_reuse",
              Shapes.BOOLEAN,
              life -> !life.reuse(),
              (life, disabled) -> life.withReuse(!disabled)));

  private static final List<Key<BackendSpec, ?>> PROTOCOL =
      List.of(
          protocol("http2", Shapes.BOOLEAN, ProtocolSpec::http2, ProtocolSpec::withHttp2),
          protocol(
              "http2_prior_knowledge",
              Shapes.BOOLEAN,
              ProtocolSpec::priorKnowledge,
              ProtocolSpec::withPriorKnowledge),
          protocol(
              "ping_interval",
              Shapes.DURATION,
              ProtocolSpec::pingInterval,
              ProtocolSpec::withPingInterval),
          protocol("lenient", Shapes.BOOLEAN, ProtocolSpec::lenient, ProtocolSpec::withLenient));

  /** The block says everything but whether certificates are validated at all. */
  private static final Key<BackendSpec, TlsSpec> TLS =
      key(
          "tls",
          new LaterShape<>(() -> TlsBlock.SHAPE),
          transport -> validating(transport.tls(), true),
          (transport, tls) ->
              transport.withTls(validating(tls, transport.tls().trust().validate())));

  /** Stands behind {@link #TLS}: it may contradict what the block says. */
  private static final Key<BackendSpec, Boolean> NO_VALIDATION =
      key(
          "disable_certificate_validation",
          Shapes.BOOLEAN,
          transport -> !transport.tls().trust().validate(),
          TransportKeys::validation);

  private static final Key<BackendSpec, ProxySpec> PROXY =
      key("proxy", ProxyShape.KEPT, TransportSpec::proxy, TransportSpec::withProxy);
  private static final Key<BackendSpec, SocketSpec.Addresses> IPV6 =
      socket("ipv6", TransportShapes.ADDRESSES, SocketSpec::addresses, SocketSpec::withAddresses);
  private static final Key<BackendSpec, Optional<String>> BIND_ADDRESS =
      socket(
          "bind_address",
          TransportShapes.optional(TransportShapes.ADDRESS),
          SocketSpec::bindAddress,
          SocketSpec::withBindAddress);
  private static final Key<BackendSpec, Optional<TcpKeepalive>> TCP_KEEPALIVE =
      socket(
          "tcp_keepalive",
          TransportShapes.TCP_KEEPALIVE,
          SocketSpec::keepalive,
          SocketSpec::withKeepalive);
  private static final Key<BackendSpec, Optional<Path>> UNIX_SOCKET =
      socket(
          "unix_socket",
          TransportShapes.optional(new PathShape("the path of a socket")),
          SocketSpec::unixSocket,
          SocketSpec::withUnixSocket);
  private static final Key<BackendSpec, Duration> DNS_TTL =
      key(
          "dns_ttl",
          Shapes.DURATION,
          transport -> transport.dns().ttl(),
          (transport, ttl) -> transport.withDns(new DnsSpec(ttl, transport.dns().publicOnly())));
  private static final Key<BackendSpec, Boolean> PUBLIC_ONLY =
      key(
          "public_only",
          Shapes.BOOLEAN,
          transport -> transport.dns().publicOnly(),
          (transport, only) -> transport.withDns(new DnsSpec(transport.dns().ttl(), only)));

  /** Those that tell one origin, or the way to it, from another. */
  static final List<Key<BackendSpec, ?>> OF_ONE_ORIGIN =
      List.of(HOSTNAME, TLS, NO_VALIDATION, PROXY, BIND_ADDRESS, UNIX_SOCKET);

  private static final List<Key<BackendSpec, ?>> REST =
      List.of(
          TLS,
          NO_VALIDATION,
          PROXY,
          IPV6,
          BIND_ADDRESS,
          TCP_KEEPALIVE,
          UNIX_SOCKET,
          DNS_TTL,
          PUBLIC_ONLY);

  /** All of them, in the order in which they are written and put in force. */
  static final List<List<Key<BackendSpec, ?>>> ALL = List.of(POOL, PROTOCOL, REST);

  private TransportKeys() {}

  /** Beside certificates to believe, the key alone is a contradiction, even if it says false. */
  private static TransportSpec validation(TransportSpec transport, boolean disabled) {
    List<Material> ca = transport.tls().trust().ca();
    if (!ca.isEmpty()) {
      throw new IllegalArgumentException(
          "disable_certificate_validation: "
              + disabled
              + " along with tls."
              + (ca.get(0) instanceof Material.InFile ? "ca_file" : "ca")
              + " (expected: one of them)");
    }
    return transport.withTls(validating(transport.tls(), !disabled));
  }

  private static TlsSpec validating(TlsSpec tls, boolean validate) {
    return tls.withTrust(tls.trust().withValidate(validate));
  }

  private static <T> Key<BackendSpec, T> key(
      String name,
      Shape<T> shape,
      Function<TransportSpec, T> reader,
      BiFunction<TransportSpec, T, TransportSpec> writer) {
    return Key.of(name, shape, new Setting<>(reader, writer));
  }

  private static Key<BackendSpec, Integer> pool(
      String name,
      Function<PoolSpec, Integer> reader,
      BiFunction<PoolSpec, Integer, PoolSpec> writer) {
    return key(
        name,
        Shapes.COUNT,
        transport -> reader.apply(transport.pool()),
        (transport, value) -> transport.withPool(writer.apply(transport.pool(), value)));
  }

  private static <T> Key<BackendSpec, T> life(
      String name,
      Shape<T> shape,
      Function<ConnectionLife, T> reader,
      BiFunction<ConnectionLife, T, ConnectionLife> writer) {
    return key(
        name,
        shape,
        transport -> reader.apply(transport.pool().life()),
        (transport, value) -> {
          PoolSpec pool = transport.pool();
          return transport.withPool(pool.withLife(writer.apply(pool.life(), value)));
        });
  }

  private static <T> Key<BackendSpec, T> protocol(
      String name,
      Shape<T> shape,
      Function<ProtocolSpec, T> reader,
      BiFunction<ProtocolSpec, T, ProtocolSpec> writer) {
    return key(
        name,
        shape,
        transport -> reader.apply(transport.protocol()),
        (transport, value) -> transport.withProtocol(writer.apply(transport.protocol(), value)));
  }

  private static <T> Key<BackendSpec, T> socket(
      String name,
      Shape<T> shape,
      Function<SocketSpec, T> reader,
      BiFunction<SocketSpec, T, SocketSpec> writer) {
    return key(
        name,
        shape,
        transport -> reader.apply(transport.socket()),
        (transport, value) -> transport.withSocket(writer.apply(transport.socket(), value)));
  }
}
