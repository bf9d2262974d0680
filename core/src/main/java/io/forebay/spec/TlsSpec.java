package io.forebay.spec;

import java.util.Optional;

/**
 * How the origin's certificate is judged. Immutable.
 *
 * @param ca certificates in PEM that are trusted beside the platform's; empty: the platform's only
 *     (Couper {@code server_ca_certificate})
 * @param validate whether chain and name are checked; default true. Off is for tests: it is logged
 *     as a warning when the backend opens (Couper {@code disable_certificate_validation})
 */
public record TlsSpec(Optional<String> ca, boolean validate) {

  /** The platform's certificates, and validation. */
  public static final TlsSpec DEFAULT = new TlsSpec(Optional.empty(), true);

  /**
   * Refuses a certificate that would never be looked at.
   *
   * @throws IllegalArgumentException if validation is off and certificates are given
   */
  public TlsSpec {
    if (!validate && ca.isPresent()) {
      throw new IllegalArgumentException(
          "disable_certificate_validation: true along with tls.ca (expected: one of them)");
    }
  }
}
