package io.forebay.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import okhttp3.CertificatePinner;

/**
 * Wants one of some public keys in the validated chain, its root included (RFC 7469, section 2.6).
 * What the server sent beyond that chain does not count: anybody can append a certificate.
 * Immutable.
 */
final class Pins {
  private final Set<String> wanted;
  private final List<X509Certificate> issuers;

  Pins(List<String> wanted, List<X509Certificate> issuers) {
    this.wanted = Set.copyOf(wanted);
    this.issuers = issuers;
  }

  /**
   * Passes if nothing is wanted, or found.
   *
   * @param sent a chain that has been found trustworthy
   */
  void check(List<X509Certificate> sent) throws CertificateException {
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> found = new LinkedHashSet<>();
    for (X509Certificate certificate : validated(sent)) {
      found.add(CertificatePinner.pin(certificate));
    }
    for (String pin : found) {
      if (wanted.contains(pin)) {
        return;
      }
    }
    throw new CertificateRefusedException(
        "certificate '"
            + Subject.of(sent.get(0))
            + "' matches none of the "
            + wanted.size()
            + " keys in tls.pins (its chain has "
            + String.join(", ", found)
            + ")");
  }

  private List<X509Certificate> validated(List<X509Certificate> sent) throws CertificateException {
    X509Certificate leaf = sent.get(0);
    if (issuers.contains(leaf)) {
      return List.of(leaf);
    }
    try {
      return path(sent);
    } catch (GeneralSecurityException e) {
      throw new CertificateRefusedException(
          "certificate '" + Subject.of(leaf) + "' has no chain to look for tls.pins in", e);
    }
  }

  private List<X509Certificate> path(List<X509Certificate> sent) throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate issuer : issuers) {
      anchors.add(new TrustAnchor(issuer, null));
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(sent.get(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.setRevocationEnabled(false); // Whether to believe it was decided before.
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
    var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    List<X509Certificate> path = new ArrayList<>();
    for (Certificate certificate : built.getCertPath().getCertificates()) {
      path.add((X509Certificate) certificate);
    }
    path.add(built.getTrustAnchor().getTrustedCert());
    return path;
  }
}
