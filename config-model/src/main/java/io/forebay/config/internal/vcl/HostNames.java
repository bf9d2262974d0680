package io.forebay.config.internal.vcl;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for names of hosts: RFC 952, RFC 1123 section 2.1, RFC 1035 section 2.3.4, RFC 3696
 * section 2; Fastly adds underscores everywhere, and a wildcard as the first label in the names of
 * TLS.
 */
final class HostNames {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?");
  private static final int MOST = 253;
  private static final int MOST_OF_LABEL = 63;

  private HostNames() {}

  /** With the brackets that a URL wants around an address with colons. */
  static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** What is wrong with a name or address; empty if nothing is. */
  static Optional<String> problem(String host) {
    if (IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    if (host.indexOf(':') >= 0) {
      return expecting(
          IPV6.matcher(bracketed(host)).matches(), "a host without a port, which .port is for");
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.isEmpty() || name.length() > MOST) {
      return Optional.of(name.length() + " characters (expected: 1-" + MOST + ")");
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (label.length() > MOST_OF_LABEL || !LABEL.matcher(label).matches()) {
        return Optional.of(
            "not a host (expected: parts of 1-63 letters, digits, '-' and '_' with dots between, no"
                + " '-' at the ends of a part)");
      }
    }
    return expecting(
        !labels[labels.length - 1].matches("[0-9]+"),
        "a last part that is not all digits, or IPv4");
  }

  private static Optional<String> expecting(boolean good, String expected) {
    return good ? Optional.empty() : Optional.of("not a host (expected: " + expected + ")");
  }
}
