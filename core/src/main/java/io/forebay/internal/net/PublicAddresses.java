package io.forebay.internal.net;

import java.net.InetAddress;
import java.util.List;

/**
 * Tells addresses of the public Internet from all others, after the IANA registries of
 * special-purpose addresses (RFC 6890). In doubt an address is not public.
 *
 * <p>An IPv6 address that carries an IPv4 one (6to4, NAT64 by the well-known prefix, ISATAP) is at
 * most as public as that; a mapped one is the IPv4 address to Java, and a compatible one is never
 * public. A network's own NAT64 prefix cannot be known here.
 */
final class PublicAddresses {
  private static final List<Cidr> SPECIAL_IPV4 =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private (RFC 1918)
          "100.64.0.0/10", // carrier-grade NAT (RFC 6598)
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local; the metadata services of clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // IETF protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, deprecated
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /**
   * All that was ever given out for unicast; outside are ULA, link-local, multicast and the rest.
   */
  private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");

  private static final List<Cidr> SPECIAL_IPV6 =
      networks(
          "2001::/23", // IETF protocol assignments: Teredo, benchmarks, ORCHID
          "2001:db8::/32", // documentation
          "3fff::/20"); // documentation

  private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
  private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");

  private PublicAddresses() {}

  private static List<Cidr> networks(String... cidrs) {
    return List.of(cidrs).stream().map(Cidr::of).toList();
  }

  /** Whether packets to it leave for the public Internet. */
  static boolean isPublic(InetAddress address) {
    return isPublic(address.getAddress());
  }

  private static boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return SPECIAL_IPV4.stream().noneMatch(special -> special.holds(address));
    }
    int embedded = offsetOfIpv4(address);
    if (embedded >= 0 && !isPublic(ipv4(address, embedded))) {
      return false;
    }
    return NAT64.holds(address)
        || (GLOBAL_UNICAST.holds(address)
            && SPECIAL_IPV6.stream().noneMatch(special -> special.holds(address)));
  }

  /** Where an IPv4 address stands inside; negative: nowhere. */
  private static int offsetOfIpv4(byte[] address) {
    if (SIX_TO_FOUR.holds(address)) {
      return 2;
    }
    return NAT64.holds(address) || isIsatap(address) ? 12 : -1;
  }

  /** The interface is called 0:5efe or 200:5efe (RFC 5214). */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static byte[] ipv4(byte[] address, int offset) {
    byte[] four = new byte[4];
    System.arraycopy(address, offset, four, 0, 4);
    return four;
  }

  /** The text of a refusal. */
  static String refusal(InetAddress address, String host) {
    return "address " + address.getHostAddress() + " of '" + host + "' is not public (public_only)";
  }
}
