package io.forebay.internal.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From when until when a certificate is valid. Immutable. The one place that touches {@code Date},
 * which is how the JDK says it.
 *
 * @param from the first moment
 * @param until the last one
 */
record Validity(Instant from, Instant until) {

  static Validity of(X509Certificate certificate) {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  /** What is wrong with it now; to be read after the certificate. */
  Optional<String> problem(Instant now) {
    if (until.isBefore(now)) {
      return Optional.of("has expired on " + until.truncatedTo(ChronoUnit.SECONDS));
    }
    return from.isAfter(now)
        ? Optional.of("is not valid before " + from.truncatedTo(ChronoUnit.SECONDS))
        : Optional.empty();
  }
}
