package io.forebay.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the sockets are like. Immutable.
 *
 * @param addresses which addresses of the origin are used, in which order
 * @param bindAddress the local address to connect from; empty: the system chooses
 * @param keepalive the system's own probes on idle connections; empty: off
 * @param unixSocket a Unix domain socket that is dialled in place of host and port; empty: none
 */
public record SocketSpec(
    Addresses addresses,
    Optional<String> bindAddress,
    Optional<TcpKeepalive> keepalive,
    Optional<Path> unixSocket) {

  /** Any address in the resolver's order, IPv4 first, and nothing special. */
  public static final SocketSpec DEFAULT =
      new SocketSpec(Addresses.IPV4_FIRST, Optional.empty(), Optional.empty(), Optional.empty());

  /** Which addresses of a name are dialled, in which order. */
  public enum Addresses {
    /** IPv4, then IPv6. The default (Fastly Delivery). */
    IPV4_FIRST,
    /** IPv6, then IPv4 ({@code ipv6: prefer}, Fastly {@code prefer_ipv6}). */
    IPV6_FIRST,
    /** IPv6 only ({@code ipv6: only}). */
    IPV6_ONLY,
    /** IPv4 only ({@code ipv6: never}). */
    IPV4_ONLY
  }

  /** The same with other addresses. */
  public SocketSpec withAddresses(Addresses other) {
    return new SocketSpec(other, bindAddress, keepalive, unixSocket);
  }

  /** The same from another local address. */
  public SocketSpec withBindAddress(Optional<String> other) {
    return new SocketSpec(addresses, other, keepalive, unixSocket);
  }

  /** The same with other keepalive probes. */
  public SocketSpec withKeepalive(Optional<TcpKeepalive> other) {
    return new SocketSpec(addresses, bindAddress, other, unixSocket);
  }

  /** The same over another Unix domain socket. */
  public SocketSpec withUnixSocket(Optional<Path> other) {
    return new SocketSpec(addresses, bindAddress, keepalive, other);
  }
}
