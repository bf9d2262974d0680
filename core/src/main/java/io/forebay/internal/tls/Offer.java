package io.forebay.internal.tls;

import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import okhttp3.ConnectionSpec;

/**
 * Versions and suites that we offer. Immutable.
 *
 * @param versions the JDK's names, oldest first
 * @param suites the JDK's names, best first; none: OkHttp's modern list
 * @param unknown words of the cipher list that were dropped
 * @param text for messages
 */
record Offer(List<String> versions, List<String> suites, List<String> unknown, String text) {

  /**
   * What a spec and this JVM have in common.
   *
   * @throws IllegalArgumentException if they have no version or no suite in common
   */
  static Offer of(TlsSpec spec) {
    String range = spec.minVersion().text() + " to " + spec.maxVersion().text();
    CipherList.Selection ciphers = CipherList.select(spec, Jvm.SUITES);
    int count = ciphers.suites().size();
    String text = "TLS " + range + (count == 0 ? "" : " with " + count + " cipher suites");
    return new Offer(versions(spec, range), ciphers.suites(), ciphers.unknown(), text);
  }

  private static List<String> versions(TlsSpec spec, String range) {
    List<String> versions = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      if (version.compareTo(spec.minVersion()) >= 0
          && version.compareTo(spec.maxVersion()) <= 0
          && Jvm.VERSIONS.contains(version.javaName())) {
        versions.add(version.javaName());
      }
    }
    if (versions.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.max_version: this JVM enables none of TLS "
              + range
              + " (expected: one of "
              + String.join(", ", Jvm.VERSIONS)
              + "; see jdk.tls.disabledAlgorithms)");
    }
    return versions;
  }

  ConnectionSpec connectionSpec() {
    // Derived: a spec from scratch has no TLS extensions, and so no ALPN and no HTTP/2.
    ConnectionSpec.Builder builder =
        new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(versions.toArray(new String[0]));
    if (!suites.isEmpty()) {
      builder.cipherSuites(suites.toArray(new String[0]));
    }
    return builder.build();
  }

  /** What the JVM has, once. */
  private static final class Jvm {
    static final List<String> SUITES;
    static final List<String> VERSIONS;

    static {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AcceptAll()}, null); // It never connects.
        SUITES = List.of(context.getSupportedSSLParameters().getCipherSuites());
        SSLParameters enabled = context.getDefaultSSLParameters();
        VERSIONS = Arrays.stream(enabled.getProtocols()).sorted().toList();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM has no TLS", e);
      }
    }
  }
}
