package io.forebay.spec;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a {@code Host} header may say: a name or an address, with or without a port. */
public final class Hosts {
  // RFC 9110 section 7.2, RFC 3986 section 3.2.2; no user, and no percent-encoding.
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~!$&'()*+,;=-]+)(:[0-9]{1,5})?");

  private Hosts() {}

  /** What is wrong with a host; empty if nothing is. */
  public static Optional<String> problem(String host) {
    return HOST.matcher(host).matches() && !name(host).isEmpty()
        ? Optional.empty()
        : Optional.of("not a host (expected: a name or address, with or without a port)");
  }

  /** The name or address without port, brackets and trailing dot: what TLS is told. */
  public static String name(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** Whether a name without port and brackets is an address. */
  public static boolean literal(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9]+(\\.[0-9]+){3}");
  }
}
