package io.forebay.internal.net;

import io.forebay.spec.SocketSpec.Addresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/** Which addresses of a name are dialled, in which order; within a family, the resolver's. */
final class AddressOrder {
  private static final Comparator<InetAddress> IPV4_FIRST =
      Comparator.comparing(Inet6Address.class::isInstance);

  private AddressOrder() {}

  /** The addresses that may be dialled, best first. */
  static List<InetAddress> chosen(Addresses order, List<InetAddress> all) {
    return switch (order) {
      case IPV4_FIRST, IPV6_FIRST -> sorted(order, all);
      case IPV6_ONLY -> all.stream().filter(Inet6Address.class::isInstance).toList();
      case IPV4_ONLY -> all.stream().filter(a -> !(a instanceof Inet6Address)).toList();
    };
  }

  /** All of them, the preferred family first. */
  static List<InetAddress> sorted(Addresses order, List<InetAddress> all) {
    boolean ipv6 = order == Addresses.IPV6_FIRST || order == Addresses.IPV6_ONLY;
    return all.stream().sorted(ipv6 ? IPV4_FIRST.reversed() : IPV4_FIRST).toList();
  }

  /** The text for a name that has none. */
  static String refusal(Addresses order, String host) {
    return order == Addresses.IPV6_ONLY
        ? "'" + host + "' has no IPv6 address (ipv6: only)"
        : "'" + host + "' has no IPv4 address (ipv6: never)";
  }
}
