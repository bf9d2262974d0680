package io.forebay.internal.tls;

import java.security.cert.CertificateException;

/** The origin's certificate is not believed, and the message says why in one line. */
final class CertificateRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  /**
   * With a cause.
   *
   * @param cause decides which alert the JDK sends to the server
   */
  CertificateRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  CertificateRefusedException(String message) {
    super(message);
  }
}
