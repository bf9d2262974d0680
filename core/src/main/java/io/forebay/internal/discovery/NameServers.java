package io.forebay.internal.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Address;
import org.xbill.DNS.ResolverConfig;

/** Which DNS servers are asked, best first. Thread-safe. */
interface NameServers {
  /** The port of DNS. */
  int PORT = 53;

  /** The servers of now; at least one. */
  List<InetSocketAddress> current();

  /** None of them answered: perhaps there are others by now. */
  void noneAnswered();

  /**
   * These, or those of the system if there are none.
   *
   * @throws IllegalArgumentException if one is no IP literal, with a port or without
   */
  static NameServers of(List<String> servers) {
    if (servers.isEmpty()) {
      return new OfTheSystem();
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    servers.forEach(server -> addresses.add(parse(server)));
    return new Fixed(List.copyOf(addresses));
  }

  private static InetSocketAddress parse(String server) {
    int colon = server.lastIndexOf(':');
    boolean ipv6 = server.indexOf(':') != colon && !server.startsWith("[");
    boolean hasPort = colon > server.lastIndexOf(']') && !ipv6;
    String host = hasPort ? server.substring(0, colon) : server;
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      InetAddress address = InetAddress.getByAddress(Address.getByAddress(bare).getAddress());
      int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : PORT;
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "nameservers: '" + server + "' (expected: an IP address, with or without a port)", e);
    }
  }

  /** Those that the user named. */
  record Fixed(List<InetSocketAddress> current) implements NameServers {

    @Override
    public void noneAnswered() {}
  }

  /** Those of the system, which may be others after a change of network. */
  record OfTheSystem() implements NameServers {

    @Override
    public List<InetSocketAddress> current() {
      return ResolverConfig.getCurrentConfig().servers();
    }

    @Override
    public void noneAnswered() {
      ResolverConfig.refresh();
    }
  }
}
