package io.forebay.internal.tls;

import io.forebay.spec.TlsSpec;
import java.lang.reflect.Proxy;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/**
 * The two names of a handshake, which never influence the address that we connect to: the one we
 * send, and the one the certificate must carry. Immutable.
 *
 * @param sent {@code sni_hostname}; empty: the JDK sends the host, unless that is an address or a
 *     single label
 * @param expected {@code cert_hostname}; empty: the name sent, else the host
 */
record PeerNames(Optional<String> sent, Optional<String> expected) {
  // OkHttp's own, which knows no common names and no odd wildcards; without TLS it is cheap to get.
  private static final HostnameVerifier STRICT =
      new OkHttpClient.Builder()
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
          .build()
          .hostnameVerifier();

  /**
   * The names of a spec.
   *
   * @throws IllegalArgumentException if one is no host name or address
   */
  static PeerNames of(TlsSpec spec) {
    return new PeerNames(
        spec.sniHostname().map(name -> ascii("tls.sni_hostname", name)),
        spec.trust().certHostname().map(name -> ascii("tls.cert_hostname", name)));
  }

  private static String ascii(String key, String name) {
    try {
      String text = IDN.toASCII(bare(name.strip()), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      if (text.matches("[a-z0-9_-][a-z0-9._-]*|[0-9a-f:.]*:[0-9a-f:.]*")) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw new IllegalArgumentException(
        key + ": '" + name + "' (expected: a host name or an address)");
  }

  /** Without the brackets of an IPv6 literal and without the root's dot. */
  private static String bare(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** The name that goes with a connection to {@code host}: in the handshake and for resumption. */
  String peer(String host) {
    return sent.orElseGet(() -> bare(host));
  }

  /** What goes on the wire where it is not the JDK's choice. */
  Optional<SNIServerName> sni() {
    return sent.map(PeerNames::serverName);
  }

  private static SNIServerName serverName(String name) {
    try {
      return new SNIHostName(name);
    } catch (IllegalArgumentException e) {
      return new LiteralName(name); // Underscores, IPv6: no host names by the letter.
    }
  }

  /** The name that the certificate of a connection to {@code host} must carry. */
  String verified(String host) {
    return expected.orElseGet(() -> peer(host));
  }

  /** Which attribute the verified name comes from. */
  String origin() {
    if (expected.isPresent()) {
      return "tls.cert_hostname";
    }
    return sent.isPresent() ? "tls.sni_hostname" : "the origin's host";
  }

  /** Whether the session's certificate carries the name. */
  boolean match(String host, SSLSession session) {
    return STRICT.verify(verified(host), session);
  }

  /** The same within the handshake, when the session does not hold the certificate yet. */
  boolean match(String host, X509Certificate certificate) {
    return match(host, presenting(certificate));
  }

  private static SSLSession presenting(X509Certificate certificate) {
    return (SSLSession)
        Proxy.newProxyInstance(
            PeerNames.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getPeerCertificates")) {
                return new Certificate[] {certificate};
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /** A name that goes out as it stands. */
  private static final class LiteralName extends SNIServerName {
    LiteralName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
