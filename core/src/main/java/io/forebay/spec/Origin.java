package io.forebay.spec;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port that we connect to. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name in lower case and ASCII without a trailing dot, or an IP literal (IPv6 without
 *     brackets)
 * @param port 1 to 65535
 */
public record Origin(String scheme, String host, int port) {
  // What DNS can carry (RFC 1035 section 2.3.4).
  private static final int MAX_NAME = 253;
  private static final int MAX_PART_OF_NAME = 63;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the scheme is not http or https, the host is empty, or the
   *     port is out of range
   */
  public Origin {
    Objects.requireNonNull(host, "host");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "unsupported protocol scheme \"" + scheme + "\" (expected: http or https)");
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the origin has no host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1-65535)");
    }
  }

  /**
   * Reads an absolute URL such as {@code https://users.internal:8443}; a lone trailing slash is
   * ignored.
   *
   * @throws IllegalArgumentException if the text is empty, not an absolute http or https URL, or
   *     carries a user, path, query or fragment, which an origin cannot have (use {@code
   *     path_prefix}, edits and {@code basic_auth})
   */
  public static Origin of(String url) {
    if (url.isBlank()) {
      throw new IllegalArgumentException("the origin attribute must not be empty");
    }
    URI uri = parse(url);
    String scheme = lower(uri.getScheme());
    if (scheme.isEmpty() || uri.getRawAuthority() == null) {
      throw notAbsolute(url);
    }
    refuseExtras(uri);
    HostPort target = HostPort.of(uri.getRawAuthority(), url);
    int port = target.port();
    if (port < 0) {
      port = scheme.equals("https") ? 443 : 80;
    }
    return new Origin(scheme, target.host(), port);
  }

  private static URI parse(String url) {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException e) {
      // Not as the cause: its message repeats the text, and with it a password.
      throw new IllegalArgumentException(
          "the origin attribute has to contain an absolute URL with a valid hostname: "
              + e.getReason()
              + " at character "
              + e.getIndex());
    }
  }

  private static void refuseExtras(URI uri) {
    if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
      throw new IllegalArgumentException("the origin must not carry a user (use basic_auth)");
    }
    String path = uri.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "the origin must not carry a path: '" + path + "' (use path_prefix)");
    }
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException("the origin must not carry a query (use query_params)");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("the origin must not carry a fragment");
    }
  }

  private static IllegalArgumentException notAbsolute(String url) {
    int at = url.lastIndexOf('@');
    return new IllegalArgumentException(
        "the origin attribute has to contain an absolute URL with a valid hostname: \""
            + (at < 0 ? url : "***" + url.substring(at))
            + "\"");
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  /**
   * This origin as one among others, with that weight.
   *
   * @throws IllegalArgumentException if it is outside 1 to 65,535
   */
  public WeightedOrigin weight(int share) {
    return new WeightedOrigin(this, share, 0);
  }

  /** Whether connections to it are encrypted. */
  public boolean tls() {
    return scheme.equals("https");
  }

  /** The URL, always with its port: {@code https://users.internal:443}. */
  public String withPort() {
    return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The {@code Host} header: host, with the port where it is not the scheme's own. */
  public String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls() ? 443 : 80) ? name : name + ":" + port;
  }

  /** The URL: {@code https://users.internal:8443}. */
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }

  /** An authority taken apart; port -1 where it names none. */
  private record HostPort(String host, int port) {

    static HostPort of(String authority, String url) {
      int colon = authority.lastIndexOf(':');
      boolean hasPort = colon > authority.lastIndexOf(']');
      String host = hasPort ? authority.substring(0, colon) : authority;
      return new HostPort(
          normalised(host, url), hasPort ? port(authority.substring(colon + 1)) : -1);
    }

    private static int port(String digits) {
      if (digits.isEmpty()) {
        return -1;
      }
      if (digits.length() > 5 || !isNumber(digits)) {
        throw new IllegalArgumentException("port: " + digits + " (expected: 1-65535)");
      }
      return Integer.parseInt(digits);
    }

    private static boolean isNumber(String digits) {
      for (int i = 0; i < digits.length(); i++) {
        if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }

    private static String normalised(String host, String url) {
      if (host.startsWith("[") && host.endsWith("]") && host.indexOf('%') < 0) {
        return lower(host.substring(1, host.length() - 1));
      }
      String name = lower(ascii(host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
      if (name.length() > MAX_NAME || !isName(name)) {
        throw notAbsolute(url);
      }
      return name;
    }

    /** Parts between dots, of what DNS can carry, and underscores. */
    private static boolean isName(String name) {
      int part = 0;
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c == '.' && part > 0) {
          part = 0;
        } else if (!isOfName(c) || ++part > MAX_PART_OF_NAME) {
          return false;
        }
      }
      return part > 0;
    }

    private static boolean isOfName(char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String ascii(String name) {
      if (isAscii(name)) {
        return name;
      }
      try {
        return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED);
      } catch (IllegalArgumentException e) {
        return name; // Refused by what a name is made of.
      }
    }

    private static boolean isAscii(String name) {
      for (int i = 0; i < name.length(); i++) {
        if (name.charAt(i) >= 128) {
          return false;
        }
      }
      return true;
    }
  }
}
