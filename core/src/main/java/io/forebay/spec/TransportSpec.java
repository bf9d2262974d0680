package io.forebay.spec;

/**
 * Everything that decides whether two sockets are interchangeable. Immutable; no refinement can
 * change it.
 *
 * @param origin where to connect
 * @param pool the bounds of the connections
 * @param protocol which HTTP is spoken
 * @param tls how connections are secured
 * @param proxy what stands between
 * @param socket what the sockets are like
 * @param dns how the name becomes addresses
 */
public record TransportSpec(
    Origin origin,
    PoolSpec pool,
    ProtocolSpec protocol,
    TlsSpec tls,
    ProxySpec proxy,
    SocketSpec socket,
    DnsSpec dns) {

  /** An origin with every default. */
  public static TransportSpec of(Origin origin) {
    return new TransportSpec(
        origin,
        PoolSpec.DEFAULT,
        ProtocolSpec.DEFAULT,
        TlsSpec.DEFAULT,
        ProxySpec.DIRECT,
        SocketSpec.DEFAULT,
        DnsSpec.DEFAULT);
  }

  /** The same with other bounds. */
  public TransportSpec withPool(PoolSpec other) {
    return new TransportSpec(origin, other, protocol, tls, proxy, socket, dns);
  }

  /** The same with another protocol. */
  public TransportSpec withProtocol(ProtocolSpec other) {
    return new TransportSpec(origin, pool, other, tls, proxy, socket, dns);
  }

  /** The same, secured otherwise. */
  public TransportSpec withTls(TlsSpec other) {
    return new TransportSpec(origin, pool, protocol, other, proxy, socket, dns);
  }

  /** The same through another proxy. */
  public TransportSpec withProxy(ProxySpec other) {
    return new TransportSpec(origin, pool, protocol, tls, other, socket, dns);
  }

  /** The same with other sockets. */
  public TransportSpec withSocket(SocketSpec other) {
    return new TransportSpec(origin, pool, protocol, tls, proxy, other, dns);
  }

  /** The same with other names. */
  public TransportSpec withDns(DnsSpec other) {
    return new TransportSpec(origin, pool, protocol, tls, proxy, socket, other);
  }
}
