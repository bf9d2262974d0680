package io.forebay.internal.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads X.509 certificates in PEM and DER. */
final class Certificates {
  private static final String EXPECTED = "certificates in PEM or DER";

  private Certificates() {}

  /**
   * Every certificate of a source; keys beside them are skipped.
   *
   * @throws IllegalArgumentException if there is none, or one is broken
   */
  static List<X509Certificate> read(Source source, byte[] content) {
    try {
      return Pem.looksLike(content)
          ? fromPem(source, Pem.blocks(content))
          : fromDer(source, source.der(content));
    } catch (MalformedException e) {
      throw problem(source, e.reason());
    }
  }

  private static List<X509Certificate> fromPem(Source source, List<Pem> blocks) {
    List<X509Certificate> found = new ArrayList<>();
    for (Pem block : blocks) {
      if (block.isCertificate()) {
        found.add(certificate(source, block.der(), found.size() + 1));
      }
    }
    if (found.isEmpty()) {
      List<String> labels = blocks.stream().map(Pem::label).toList();
      throw problem(source, "no certificate found, but " + labels);
    }
    return found;
  }

  private static X509Certificate certificate(Source source, byte[] der, int number) {
    try {
      return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw problem(source, "certificate " + number + " is broken");
    }
  }

  private static List<X509Certificate> fromDer(Source source, byte[] der) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Certificate one : factory().generateCertificates(new ByteArrayInputStream(der))) {
        found.add((X509Certificate) one);
      }
    } catch (CertificateException e) {
      throw problem(source, "not a certificate");
    }
    if (found.isEmpty()) {
      throw problem(source, "no certificate found");
    }
    return found;
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }

  private static IllegalArgumentException problem(Source source, String what) {
    return new IllegalArgumentException(source + ": " + what + " (expected: " + EXPECTED + ")");
  }
}
