package io.forebay.internal.tls;

import java.time.Instant;

/**
 * Until when a configured certificate is valid. Immutable.
 *
 * @param role what it is for
 * @param subject whose it is
 * @param notAfter the last moment
 */
public record CertificateExpiry(Role role, String subject, Instant notAfter) {

  /** What a configured certificate is for. */
  public enum Role {
    /** We believe what it signs. */
    CA,
    /** We show it. */
    CLIENT
  }
}
