package io.forebay.spec;

/** What a token is asked for with (RFC 6749 section 1.3, RFC 7523). Immutable. */
public sealed interface OAuth2Grant {

  /** The name of {@link JwtBearer} and {@link SignedJwtBearer} in text. */
  String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** The client itself: {@code client_credentials}. */
  record ClientCredentials() implements OAuth2Grant {
    @Override
    public String text() {
      return "client_credentials";
    }
  }

  /**
   * A user and a password, both constant: {@code password}.
   *
   * @param username the user
   * @param password the secret
   */
  record Password(Value username, Value password) implements OAuth2Grant {
    @Override
    public String text() {
      return "password";
    }

    /** The kind alone. */
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * An assertion that is given, constant or by the call: {@code
   * urn:ietf:params:oauth:grant-type:jwt-bearer}. Each assertion has a token of its own.
   *
   * @param assertion the assertion
   */
  record JwtBearer(Value assertion) implements OAuth2Grant {
    /**
     * Checks the assertion.
     *
     * @throws IllegalArgumentException if it is {@code {token.NAME}}, which is not known yet
     */
    public JwtBearer {
      TokenNames.requireNone("assertion", assertion);
    }

    @Override
    public String text() {
      return JWT_BEARER;
    }

    /** The kind alone. */
    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * An assertion that is signed anew for each request: {@code
   * urn:ietf:params:oauth:grant-type:jwt-bearer}.
   *
   * @param profile how
   */
  record SignedJwtBearer(JwtSigningProfile profile) implements OAuth2Grant {
    @Override
    public String text() {
      return JWT_BEARER;
    }
  }

  /** The {@code grant_type}. */
  String text();
}
