package io.forebay.internal.tokens;

import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes signed assertions: of who the client is, or of what is granted to it. Thread-safe. */
final class Assertions {
  private static final String LETTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int ID_LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JwtSigningProfile profile;
  private final String client;
  private final Signing signing;

  private Assertions(JwtSigningProfile profile, String client, Signing signing) {
    this.profile = profile;
    this.client = client;
    this.signing = signing;
  }

  /**
   * Reads the key.
   *
   * @throws IllegalArgumentException if it is none, or what signs is not there
   */
  static Assertions of(OAuth2Spec spec) {
    requireJose();
    if (spec.grant() instanceof OAuth2Grant.SignedJwtBearer bearer) {
      return new Assertions(bearer.profile(), "", Signing.of(bearer.profile(), ""));
    }
    ClientAuthentication client = spec.client().orElseThrow();
    JwtSigningProfile profile = client.profile().orElseThrow();
    String secret = client.secret().map(Values::plain).orElse("");
    return new Assertions(profile, Values.plain(client.clientId()), Signing.of(profile, secret));
  }

  /** The library is optional: most authorization servers take a secret. */
  private static void requireJose() {
    try {
      Class.forName("com.nimbusds.jose.JWSSigner", false, Assertions.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "oauth2: jwt_signing_profile needs Nimbus (expected: com.nimbusds:nimbus-jose-jwt among"
              + " the application's dependencies)");
    }
  }

  /** A new assertion. */
  String made(String audience) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    if (!client.isEmpty()) {
      claims.put("iss", client);
      claims.put("sub", client);
      claims.put("aud", audience);
      claims.put("jti", "client_assertion-" + id());
      claims.put("iat", now);
    }
    claims.putAll(Values.plain(profile.claims()));
    claims.put("exp", now + profile.ttl().toSeconds());
    return signing.signed(claims);
  }

  private static String id() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
