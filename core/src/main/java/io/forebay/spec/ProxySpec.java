package io.forebay.spec;

import java.util.Optional;

/** What stands between us and the origin. Immutable; credentials are never printed. */
public sealed interface ProxySpec {

  /** Nothing: connections go straight to the origin. The default. */
  record Direct() implements ProxySpec {}

  /**
   * What the variables {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code
   * NO_PROXY} say, in either case, read when the backend opens.
   */
  record Environment() implements ProxySpec {}

  /**
   * One proxy for everything.
   *
   * @param scheme what it speaks
   * @param host name or IP literal (IPv6 without brackets)
   * @param port 1 to 65535
   * @param login for the proxy; empty: none
   */
  record Fixed(Scheme scheme, String host, int port, Optional<Credentials> login)
      implements ProxySpec {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if the host is empty or the port out of range
     */
    public Fixed {
      if (host.isBlank() || port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "proxy: " + host + ":" + port + " (expected: a host and a port from 1 to 65535)");
      }
    }

    /** Scheme, host and port. */
    @Override
    public String toString() {
      return scheme.text() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** What a proxy speaks. */
  enum Scheme {
    /** HTTP: CONNECT for https origins, absolute URLs for http origins. */
    HTTP("http", 80),
    /** The same inside TLS. */
    HTTPS("https", 443),
    /** SOCKS 5 (RFC 1928), names resolved here. */
    SOCKS5("socks5", 1080),
    /** SOCKS 5, names resolved by the proxy. */
    SOCKS5H("socks5h", 1080);

    private final String text;
    private final int defaultPort;

    Scheme(String text, int defaultPort) {
      this.text = text;
      this.defaultPort = defaultPort;
    }

    /** The scheme in URLs. */
    public String text() {
      return text;
    }

    /** The port where a URL names none. */
    public int defaultPort() {
      return defaultPort;
    }
  }

  /** Straight to the origin. */
  ProxySpec DIRECT = new Direct();

  /**
   * Reads {@code direct}, {@code environment}, or a URL such as {@code
   * socks5://user:pass@host:1080}.
   *
   * @throws IllegalArgumentException if it is none of these; the message shows no credentials
   */
  static ProxySpec of(String text) {
    return ProxyText.parse(text);
  }
}
