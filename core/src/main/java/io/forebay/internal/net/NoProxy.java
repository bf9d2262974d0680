package io.forebay.internal.net;

import io.forebay.spec.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origins that no proxy is used for, as {@code NO_PROXY} lists them, separated by commas or
 * blanks. The rules are Go's:
 *
 * <ul>
 *   <li>{@code *}: all;
 *   <li>{@code example.com}: this name and every name below it;
 *   <li>{@code .example.com} and {@code *.example.com}: only the names below;
 *   <li>{@code 192.0.2.1}, {@code 2001:db8::1}, {@code [2001:db8::1]}: this address, if the origin
 *       is an IP literal (names are not looked up for this);
 *   <li>{@code 192.0.2.0/24}, {@code 2001:db8::/32}: this network, likewise;
 *   <li>each but the network with {@code :port}: only for this port.
 * </ul>
 *
 * <p>What is none of these matches nothing.
 */
final class NoProxy {
  private final List<Rule> rules = new ArrayList<>();

  NoProxy(String text) {
    for (String entry : text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      Rule rule = rule(entry);
      if (rule != null) {
        rules.add(rule);
      }
    }
  }

  /** Whether it is this machine: {@code localhost}, or a loopback address. */
  static boolean isLocal(String host) {
    InetAddress literal = Literals.parse(host);
    return literal == null ? host.equals("localhost") : literal.isLoopbackAddress();
  }

  /** Whether a rule matches the origin. */
  boolean covers(Origin origin) {
    InetAddress literal = Literals.parse(origin.host());
    for (Rule rule : rules) {
      if (rule.covers(origin, literal)) {
        return true;
      }
    }
    return false;
  }

  private interface Rule {
    boolean covers(Origin origin, @Nullable InetAddress literal);
  }

  private static @Nullable Rule rule(String entry) {
    if (entry.isEmpty()) {
      return null;
    }
    if (entry.equals("*")) {
      return (origin, literal) -> true;
    }
    if (entry.indexOf('/') >= 0) {
      Cidr network = Cidr.parse(entry);
      return network == null ? null : (o, literal) -> literal != null && network.holds(literal);
    }
    return withPort(entry);
  }

  private static @Nullable Rule withPort(String entry) {
    if (Literals.parse(entry) != null) {
      return host(entry, -1); // Its colons are the address's own.
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > entry.lastIndexOf(']');
    String host = hasPort ? entry.substring(0, colon) : entry;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!hasPort) {
      return host(host, -1);
    }
    try {
      return host(host, Integer.parseInt(entry.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Rule host(String host, int port) {
    InetAddress address = Literals.parse(host);
    if (address != null) {
      return (origin, literal) -> address.equals(literal) && matches(port, origin);
    }
    String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    boolean below = plain.startsWith(".") || plain.startsWith("*.");
    String name = below ? plain.substring(plain.indexOf('.') + 1) : plain;
    if (name.isEmpty()) {
      return null;
    }
    return (origin, literal) ->
        literal == null
            && matches(port, origin)
            && (origin.host().endsWith("." + name) || (!below && origin.host().equals(name)));
  }

  private static boolean matches(int port, Origin origin) {
    return port < 0 || port == origin.port();
  }
}
