package io.forebay.internal.tls;

import io.forebay.internal.tls.CertificateExpiry.Role;
import io.forebay.spec.TlsSpec;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * All that changes together when files change. Immutable.
 *
 * @param generation 1 for what was read when the origin was opened, then counting
 * @param digest of what it was made from
 * @param trust whom we believe
 * @param keys what we show
 * @param sockets of an SSL context of its own: a resumed session would keep the old identity
 * @param expiries until when the certificates are valid
 */
record TlsState(
    long generation,
    String digest,
    X509ExtendedTrustManager trust,
    IdentityKeys keys,
    SSLSocketFactory sockets,
    List<CertificateExpiry> expiries) {

  /**
   * Makes a state of what was read.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  static TlsState of(TlsSpec spec, PeerNames names, Contents contents, long generation) {
    List<CertificateExpiry> expiries = new ArrayList<>();
    List<X509Certificate> ca = new ArrayList<>();
    for (Source source : Source.authorities(spec)) {
      ca.addAll(Certificates.read(source, contents.of(source)));
    }
    ca.forEach(certificate -> expiries.add(expiry(Role.CA, certificate)));
    Optional<Identity> identity = spec.identity().map(ours -> Identity.read(ours, contents));
    identity.ifPresent(ours -> ours.chain().forEach(one -> expiries.add(expiry(Role.CLIENT, one))));
    X509ExtendedTrustManager trust = Trust.of(spec.trust(), ca, names);
    IdentityKeys keys = new IdentityKeys(identity);
    return new TlsState(
        generation, contents.digest(), trust, keys, sockets(keys, trust), List.copyOf(expiries));
  }

  private static CertificateExpiry expiry(Role role, X509Certificate certificate) {
    return new CertificateExpiry(role, Subject.of(certificate), Validity.of(certificate).until());
  }

  private static SSLSocketFactory sockets(IdentityKeys keys, X509ExtendedTrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
