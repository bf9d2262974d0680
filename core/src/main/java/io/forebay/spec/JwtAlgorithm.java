package io.forebay.spec;

/** How a JWT is signed (RFC 7518 section 3.1). */
public enum JwtAlgorithm {
  /** HMAC with SHA-256. */
  HS256,
  /** HMAC with SHA-384. */
  HS384,
  /** HMAC with SHA-512. */
  HS512,
  /** RSA (PKCS #1 v1.5) with SHA-256. */
  RS256,
  /** RSA (PKCS #1 v1.5) with SHA-384. */
  RS384,
  /** RSA (PKCS #1 v1.5) with SHA-512. */
  RS512,
  /** ECDSA on P-256 with SHA-256. */
  ES256,
  /** ECDSA on P-384 with SHA-384. */
  ES384,
  /** ECDSA on P-521 with SHA-512. */
  ES512,
  /** RSA-PSS with SHA-256. */
  PS256,
  /** RSA-PSS with SHA-384. */
  PS384,
  /** RSA-PSS with SHA-512. */
  PS512;

  /** Whether the key is a secret that both sides know. */
  public boolean symmetric() {
    return name().startsWith("HS");
  }
}
