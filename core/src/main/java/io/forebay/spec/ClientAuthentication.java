package io.forebay.spec;

import java.util.Optional;

/**
 * How the client of an authorization server says who it is (RFC 6749 section 2.3, RFC 7523).
 * Immutable; the secret is never printed.
 *
 * @param method how
 * @param clientId the client, constant
 * @param secret the client's secret, constant; not for {@link Method#PRIVATE_KEY_JWT}
 * @param profile how an assertion is signed; for the two methods that send one
 */
public record ClientAuthentication(
    Method method, Value clientId, Optional<Value> secret, Optional<JwtSigningProfile> profile) {

  /** How a client says who it is. */
  public enum Method {
    /** {@code Authorization: Basic}, both parts form-encoded. */
    CLIENT_SECRET_BASIC("client_secret_basic"),
    /** In the form. */
    CLIENT_SECRET_POST("client_secret_post"),
    /** An assertion, signed with the secret. */
    CLIENT_SECRET_JWT("client_secret_jwt"),
    /** An assertion, signed with a private key. */
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** The method in text. */
    public String text() {
      return text;
    }

    /** Whether it sends an assertion. */
    public boolean signs() {
      return this == CLIENT_SECRET_JWT || this == PRIVATE_KEY_JWT;
    }
  }

  /** The client's identifier, and how it is proved. */
  @Override
  public String toString() {
    return method.text();
  }
}
