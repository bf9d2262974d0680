package io.forebay.config.internal.fastly;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Fastly takes for a name or an address (RFC 1035, RFC 1123, and underscores). */
final class HostRules {
  private static final int MOST = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "(?=[A-Za-z0-9])([A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}(?<=[A-Za-z0-9])");
  private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+", Pattern.DOTALL);
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern MAYBE_IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*");
  private static final int LONGEST_IPV6 = 45;

  private HostRules() {}

  /** What is wrong with a name or an address; empty if nothing is. */
  static Optional<String> problem(String host) {
    if (isIpv4(host) || isIpv6(host)) {
      return Optional.empty();
    }
    return nameProblem(host).map(problem -> problem + " (expected: a host name, IPv4 or IPv6)");
  }

  private static Optional<String> nameProblem(String name) {
    if (name.endsWith(".")) {
      return Optional.of("ends with a dot");
    }
    if (name.length() > MOST) {
      return Optional.of(name.length() + " characters, more than " + MOST);
    }
    if (!NAME.matcher(name).matches() || NUMBER.matcher(name).matches()) {
      return Optional.of("not a host name");
    }
    return Optional.empty();
  }

  /** Whether it is a wildcard for one label in front of a name. */
  static boolean isWildcard(String name) {
    return name.startsWith("*.") && nameProblem(name.substring(2)).isEmpty();
  }

  /** Whether it is an IPv4 address. */
  static boolean isIpv4(String host) {
    return host.length() <= 15 && IPV4.matcher(host).matches();
  }

  /** Whether it is an IPv6 address without brackets. */
  static boolean isIpv6(String host) {
    return ipv6(host).isPresent();
  }

  private static Optional<String> ipv6(String host) {
    boolean maybe =
        host.length() <= LONGEST_IPV6
            && host.indexOf(':') >= 0
            && MAYBE_IPV6.matcher(host).matches();
    if (!maybe) {
      return Optional.empty();
    }
    try {
      // With a colon in it this looks nothing up.
      return Optional.of(InetAddress.getByName(host).getHostAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether both texts name the same. */
  static boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  private static String canonical(String host) {
    return ipv6(host).orElseGet(() -> host.toLowerCase(Locale.ROOT));
  }
}
