package io.forebay.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds words for a refused chain: the JDK's are about path building, a reader wants to know whose
 * certificate it was and what to change. Immutable.
 */
final class Refusals {
  private static final Set<CertPathValidatorException.Reason> NO_PATH =
      Set.of(PKIXReason.NO_TRUST_ANCHOR, BasicReason.INVALID_SIGNATURE);

  private final List<X509Certificate> trusted;
  private final String who;

  /**
   * For one set of trusted certificates.
   *
   * @param who names the set, such as {@code tls.ca}
   */
  Refusals(List<X509Certificate> trusted, String who) {
    this.trusted = trusted;
    this.who = who;
  }

  void refuseIfNothingIsTrusted() throws CertificateRefusedException {
    if (trusted.isEmpty()) {
      throw new CertificateRefusedException(
          "no certificate can be trusted, as " + who + " is empty (expected: tls.ca)");
    }
  }

  /** The certificate is fine, but not for this name. */
  static CertificateRefusedException ofName(
      X509Certificate leaf, PeerNames names, @Nullable String host) {
    List<String> carried = Subject.names(leaf);
    String what =
        carried.isEmpty()
            ? "' carries no alternative name (its common name does not count), not "
            : "' is valid for " + Subject.listed(carried) + ", not ";
    return new CertificateRefusedException(
        "certificate '"
            + Subject.of(leaf)
            + what
            + names.verified(String.valueOf(host))
            + " (expected: "
            + names.origin()
            + "; see tls.cert_hostname)");
  }

  /** The chain is not believed. */
  CertificateRefusedException of(
      List<X509Certificate> chain, CertificateException refusal, Instant now) {
    List<String> reasons = new ArrayList<>();
    dates(chain, now).ifPresent(reasons::add);
    if (!aboutDates(refusal)) {
      reasons.add(reason(chain, refusal));
    }
    if (reasons.isEmpty()) {
      reasons.add(quoted(chain.get(0)) + " is refused: " + firstLine(refusal));
    }
    return new CertificateRefusedException(String.join("; ", reasons), alertCause(refusal));
  }

  /** The JDK takes the alert from the direct cause. */
  private static Throwable alertCause(CertificateException refusal) {
    return refusal.getCause() instanceof CertPathValidatorException precise ? precise : refusal;
  }

  private static Optional<String> dates(List<X509Certificate> chain, Instant now) {
    for (X509Certificate certificate : chain) {
      Optional<String> problem = Validity.of(certificate).problem(now);
      if (problem.isPresent()) {
        return problem.map(text -> quoted(certificate) + " " + text);
      }
    }
    return Optional.empty();
  }

  private String reason(List<X509Certificate> chain, CertificateException refusal) {
    X509Certificate leaf = chain.get(0);
    String text = firstLine(refusal);
    if (text.contains("xtended key usage")) {
      return quoted(leaf) + " is not for servers (its extended key usage)";
    }
    Optional<CertPathValidatorException> precise = find(refusal, CertPathValidatorException.class);
    if (precise.isPresent() && precise.get().getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
      return quoted(leaf) + " or its chain is too weak: " + firstLine(precise.get());
    }
    boolean noPath =
        find(refusal, CertPathBuilderException.class).isPresent()
            || precise.map(e -> NO_PATH.contains(e.getReason())).orElse(false);
    return noPath ? noPath(chain, text) : quoted(leaf) + " is refused: " + text;
  }

  private String noPath(List<X509Certificate> chain, String text) {
    X509Certificate leaf = chain.get(0);
    X509Certificate top = top(chain);
    if (selfSigned(top) && top.equals(leaf)) {
      return quoted(leaf) + " is self-signed and not trusted" + expected();
    }
    X500Principal authority = top.getIssuerX500Principal();
    String unknown = quoted(leaf) + " signed by unknown authority '" + Subject.of(authority) + "'";
    for (X509Certificate candidate : trusted) {
      if (candidate.getSubjectX500Principal().equals(authority)) {
        return signedBy(top, candidate)
            ? quoted(leaf) + " has no valid path to '" + Subject.of(authority) + "': " + text
            : unknown + ", whose name is trusted, but with another key" + expected();
      }
    }
    return unknown + (selfSigned(top) ? "" : ", which the server did not send") + expected();
  }

  private String expected() {
    return " (expected: one of " + who + ")";
  }

  /** As far up as what was sent reaches. */
  private static X509Certificate top(List<X509Certificate> chain) {
    X509Certificate top = chain.get(0);
    for (int steps = 0; steps < chain.size(); steps++) {
      X500Principal issuer = top.getIssuerX500Principal();
      for (X509Certificate candidate : chain) {
        if (candidate.getSubjectX500Principal().equals(issuer)) {
          top = candidate;
          break;
        }
      }
    }
    return top;
  }

  private static boolean selfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean signedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean aboutDates(CertificateException refusal) {
    return find(refusal, CertificateExpiredException.class).isPresent()
        || find(refusal, CertificateNotYetValidException.class).isPresent();
  }

  private static String quoted(X509Certificate certificate) {
    return "certificate '" + Subject.of(certificate) + "'";
  }

  private static String firstLine(Throwable failure) {
    return TlsFailures.firstLine(failure);
  }

  private static <T> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
