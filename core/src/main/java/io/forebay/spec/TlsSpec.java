package io.forebay.spec;

import java.util.List;
import java.util.Optional;

/**
 * How connections to an https origin are secured. Immutable.
 *
 * @param trust which certificates are believed
 * @param identity what we show of ourselves; empty: nothing (mutual TLS)
 * @param minVersion oldest version; default 1.2 (Fastly {@code min_tls_version})
 * @param maxVersion newest version; default 1.3 (Fastly {@code max_tls_version})
 * @param ciphers suites in OpenSSL's or the JDK's spelling, best first; none: OkHttp's modern list
 *     (Fastly {@code ssl_ciphers})
 * @param sniHostname the name sent in the handshake; empty: the host (Fastly {@code
 *     ssl_sni_hostname})
 * @param reload whether files are watched and changes put in force; default true
 */
public record TlsSpec(
    TrustSpec trust,
    Optional<ClientIdentity> identity,
    TlsVersion minVersion,
    TlsVersion maxVersion,
    List<String> ciphers,
    Optional<String> sniHostname,
    boolean reload) {

  /** The platform's certificates, TLS 1.2 and 1.3. */
  public static final TlsSpec DEFAULT =
      new TlsSpec(
          TrustSpec.DEFAULT,
          Optional.empty(),
          TlsVersion.TLS_1_2,
          TlsVersion.TLS_1_3,
          List.of(),
          Optional.empty(),
          true);

  /**
   * Checks the versions.
   *
   * @throws IllegalArgumentException if the oldest is newer than the newest
   */
  public TlsSpec {
    ciphers = List.copyOf(ciphers);
    if (minVersion.compareTo(maxVersion) > 0) {
      throw new IllegalArgumentException(
          "tls.min_version: "
              + minVersion.text()
              + " (expected: at most max_version "
              + maxVersion.text()
              + ")");
    }
  }

  /** The same, believing other certificates. */
  public TlsSpec withTrust(TrustSpec other) {
    return new TlsSpec(other, identity, minVersion, maxVersion, ciphers, sniHostname, reload);
  }

  /** The same with another identity. */
  public TlsSpec withIdentity(Optional<ClientIdentity> other) {
    return new TlsSpec(trust, other, minVersion, maxVersion, ciphers, sniHostname, reload);
  }

  /** The same with other versions. */
  public TlsSpec withVersions(TlsVersion oldest, TlsVersion newest) {
    return new TlsSpec(trust, identity, oldest, newest, ciphers, sniHostname, reload);
  }

  /** The same with other suites. */
  public TlsSpec withCiphers(List<String> suites) {
    return new TlsSpec(trust, identity, minVersion, maxVersion, suites, sniHostname, reload);
  }

  /** The same with another name in the handshake. */
  public TlsSpec withSniHostname(Optional<String> name) {
    return new TlsSpec(trust, identity, minVersion, maxVersion, ciphers, name, reload);
  }

  /** The same, watching files or not. */
  public TlsSpec withReload(boolean watch) {
    return new TlsSpec(trust, identity, minVersion, maxVersion, ciphers, sniHostname, watch);
  }
}
