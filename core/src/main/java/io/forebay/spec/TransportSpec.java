package io.forebay.spec;

import java.util.Optional;

/**
 * Everything that decides whether two sockets are interchangeable. Immutable; no refinement can
 * change it.
 *
 * @param origins where to connect
 * @param hostname the name we call it by: {@code Host}, and what TLS sends and verifies unless
 *     {@code tls} says otherwise; empty: the origin's own (Couper {@code hostname})
 * @param pool the bounds of the connections
 * @param protocol which HTTP is spoken
 * @param tls how connections are secured
 * @param proxy what stands between
 * @param socket what the sockets are like
 * @param dns how the name becomes addresses
 */
public record TransportSpec(
    Origins origins,
    Optional<String> hostname,
    PoolSpec pool,
    ProtocolSpec protocol,
    TlsSpec tls,
    ProxySpec proxy,
    SocketSpec socket,
    DnsSpec dns) {

  /**
   * Checks the hostname.
   *
   * @throws IllegalArgumentException if it is no name or address, with or without a port
   */
  public TransportSpec {
    hostname
        .flatMap(Hosts::problem)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("hostname: " + problem);
            });
  }

  /** An origin with every default. */
  public static TransportSpec of(Origin origin) {
    return of(Origins.only(origin));
  }

  /** Origins with every default. */
  public static TransportSpec of(Origins origins) {
    return new TransportSpec(
        origins,
        Optional.empty(),
        PoolSpec.DEFAULT,
        ProtocolSpec.DEFAULT,
        TlsSpec.DEFAULT,
        ProxySpec.DIRECT,
        SocketSpec.DEFAULT,
        DnsSpec.DEFAULT);
  }

  /** The TLS settings, with the hostname in place of the names that they leave open. */
  public TlsSpec effectiveTls() {
    boolean named = tls.sniHostname().isPresent() || tls.trust().certHostname().isPresent();
    if (hostname.isEmpty() || named) {
      return tls;
    }
    String name = Hosts.name(hostname.get());
    if (!Hosts.literal(name)) {
      return tls.withSniHostname(Optional.of(name)); // Verified too, as nothing else is said.
    }
    return tls.trust().validate()
        ? tls.withTrust(tls.trust().withCertHostname(Optional.of(name)))
        : tls;
  }

  /** The origin, where there is one; else the one that stands for all. */
  public Origin origin() {
    return origins.first();
  }

  /** The same to one origin: what its sockets are made by. */
  public TransportSpec at(Origin origin) {
    return withOrigins(Origins.only(origin));
  }

  /** The same to other origins. */
  public TransportSpec withOrigins(Origins other) {
    return new TransportSpec(other, hostname, pool, protocol, tls, proxy, socket, dns);
  }

  /** The same under another name. */
  public TransportSpec withHostname(Optional<String> other) {
    return new TransportSpec(origins, other, pool, protocol, tls, proxy, socket, dns);
  }

  /** The same with other bounds. */
  public TransportSpec withPool(PoolSpec other) {
    return new TransportSpec(origins, hostname, other, protocol, tls, proxy, socket, dns);
  }

  /** The same with another protocol. */
  public TransportSpec withProtocol(ProtocolSpec other) {
    return new TransportSpec(origins, hostname, pool, other, tls, proxy, socket, dns);
  }

  /** The same, secured otherwise. */
  public TransportSpec withTls(TlsSpec other) {
    return new TransportSpec(origins, hostname, pool, protocol, other, proxy, socket, dns);
  }

  /** The same through another proxy. */
  public TransportSpec withProxy(ProxySpec other) {
    return new TransportSpec(origins, hostname, pool, protocol, tls, other, socket, dns);
  }

  /** The same with other sockets. */
  public TransportSpec withSocket(SocketSpec other) {
    return new TransportSpec(origins, hostname, pool, protocol, tls, proxy, other, dns);
  }

  /** The same with other names. */
  public TransportSpec withDns(DnsSpec other) {
    return new TransportSpec(origins, hostname, pool, protocol, tls, proxy, socket, other);
  }
}
