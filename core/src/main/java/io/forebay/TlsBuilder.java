package io.forebay;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects how connections are secured; see {@link BackendBuilder#tls}. Not thread-safe. */
public final class TlsBuilder {
  private final List<Material> ca = new ArrayList<>();
  private final List<String> pins = new ArrayList<>();
  private boolean platformCa = true;
  private @Nullable String certHostname;
  private @Nullable String sniHostname;
  private @Nullable Material certificate;
  private @Nullable Material key;
  private @Nullable Value password;
  private TlsVersion minVersion = TlsVersion.TLS_1_2;
  private TlsVersion maxVersion = TlsVersion.TLS_1_3;
  private List<String> ciphers = List.of();
  private boolean reload = true;

  TlsBuilder() {}

  /**
   * Trusts the certificates in this PEM text too; not beside files. Known as {@code ssl_ca_cert}
   * (Fastly).
   */
  public TlsBuilder ca(String pem) {
    return ca(Material.inline(pem));
  }

  /** Trusts the certificates in this file, PEM or DER, too; not beside certificates in place. */
  public TlsBuilder ca(Path file) {
    return ca(Material.file(file));
  }

  /** Trusts these certificates too. */
  public TlsBuilder ca(Material certificates) {
    ca.add(certificates);
    return this;
  }

  /** Trusts the platform's certificates beside those given. Default: true. */
  public TlsBuilder platformCa(boolean trusted) {
    platformCa = trusted;
    return this;
  }

  /**
   * Shows this certificate, with this key, to an origin that asks for one.
   *
   * @param chain PEM or DER, our own certificate first
   * @param privateKey PKCS#8, encrypted PKCS#8, PKCS#1 or SEC1
   */
  public TlsBuilder clientCertificate(Material chain, Material privateKey) {
    certificate = chain;
    key = privateKey;
    return this;
  }

  /** Shows the certificate in this PKCS12 file, which also holds the key. */
  public TlsBuilder clientCertificate(Path pkcs12) {
    certificate = Material.file(pkcs12);
    return this;
  }

  /** Opens the client key or the PKCS12 file. Default: none. */
  public TlsBuilder clientKeyPassword(String secret) {
    password = Value.secret(secret);
    return this;
  }

  /** Oldest and newest version. Default: 1.2 to 1.3. */
  public TlsBuilder versions(TlsVersion oldest, TlsVersion newest) {
    minVersion = oldest;
    maxVersion = newest;
    return this;
  }

  /**
   * Cipher suites in OpenSSL's or the JDK's spelling, best first. Default: OkHttp's modern list.
   */
  public TlsBuilder ciphers(String... suites) {
    ciphers = List.of(suites);
    return this;
  }

  /** The name sent in the handshake. Default: the origin's host. */
  public TlsBuilder sniHostname(String name) {
    sniHostname = name;
    return this;
  }

  /** The name that the certificate must carry. Default: the SNI name, else the origin's host. */
  public TlsBuilder certHostname(String name) {
    certHostname = name;
    return this;
  }

  /** Public keys of which the chain must hold one: {@code sha256/…}. Default: any. */
  public TlsBuilder pins(String... keys) {
    pins.addAll(List.of(keys));
    return this;
  }

  /** Watches files and puts changes in force. Default: true. */
  public TlsBuilder reload(boolean watch) {
    reload = watch;
    return this;
  }

  TlsSpec build(boolean validate) {
    TrustSpec trust =
        new TrustSpec(ca, platformCa, Optional.ofNullable(certHostname), pins, validate);
    if (certificate == null && key == null) {
      requireNoPassword();
      return spec(trust, Optional.empty());
    }
    if (certificate == null) {
      throw new IllegalArgumentException("tls.client_key: given without tls.client_certificate");
    }
    return spec(
        trust,
        Optional.of(
            new ClientIdentity(
                certificate, Optional.ofNullable(key), Optional.ofNullable(password))));
  }

  private void requireNoPassword() {
    if (password != null) {
      throw new IllegalArgumentException(
          "tls.client_key_password: given without tls.client_certificate");
    }
  }

  private TlsSpec spec(TrustSpec trust, Optional<ClientIdentity> identity) {
    return new TlsSpec(
        trust, identity, minVersion, maxVersion, ciphers, Optional.ofNullable(sniHostname), reload);
  }
}
