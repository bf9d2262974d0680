package io.forebay.rows;

import io.forebay.BackendBuilder;
import io.forebay.testing.OriginOptions;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificates of these tests, which cost time to make. */
final class Keys {
  static final HeldCertificate ROOT = authority("good root");
  static final HeldCertificate OTHER_ROOT = authority("other root");
  static final HeldCertificate SERVER = signed(ROOT, "server", "127.0.0.1", "localhost");

  private Keys() {}

  static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder().certificateAuthority(1).commonName(name).build();
  }

  static HeldCertificate signed(HeldCertificate issuer, String commonName, String... names) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder().signedBy(issuer).commonName(commonName);
    for (String name : names) {
      builder.addSubjectAlternativeName(name);
    }
    return builder.build();
  }

  /** Shows this certificate; believes the good root where it asks for one. */
  static HandshakeCertificates showing(HeldCertificate held) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(held)
        .addTrustedCertificate(ROOT.certificate())
        .build();
  }

  static OriginOptions options(boolean tls) {
    return tls ? OriginOptions.tls(showing(SERVER).sslContext()) : OriginOptions.plain();
  }

  /** Believes the good root and nobody else. */
  static BackendBuilder trusting(BackendBuilder backend) {
    return backend.tls(t -> t.ca(ROOT.certificatePem()).platformCa(false));
  }
}
