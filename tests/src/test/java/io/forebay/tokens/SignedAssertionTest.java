package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.Value;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Assertions that an authorization server can verify. */
class SignedAssertionTest {
  private static final String SECRET = "a secret of more than thirty-two bytes in all";

  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(60);

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  private BackendBuilder builder(Consumer<OAuth2Builder> attributes) {
    return Backend.builder("be")
        .origin(resource.origin())
        .oauth2(oauth2 -> attributes.accept(oauth2.tokenEndpoint(as.endpoint())));
  }

  private static JwtSigningProfile profile(JwtAlgorithm algorithm, Optional<Material> key) {
    return new JwtSigningProfile(
        algorithm,
        Duration.ofSeconds(10),
        key,
        Map.of("extra", Value.of("claim"), "number", Value.of(5)),
        Map.of("kid", Value.of("k1")));
  }

  private static Optional<Material> pem(PrivateKey key) {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return Optional.of(
        Material.inline(
            "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n"));
  }

  private SignedJWT verified(String field, JWSVerifier verifier) throws Exception {
    SignedJWT jwt = SignedJWT.parse(as.form(0).get(field));
    assertThat(jwt.verify(verifier)).isTrue();
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getStringClaim("extra")).isEqualTo("claim");
    assertThat(claims.getLongClaim("number")).isEqualTo(5);
    return jwt;
  }

  private void verifiedClient(JWSVerifier verifier) throws Exception {
    SignedJWT jwt = verified("client_assertion", verifier);
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("user");
    assertThat(claims.getSubject()).isEqualTo("user");
    assertThat(claims.getAudience()).containsExactly(as.endpoint());
    assertThat(claims.getJWTID()).matches("client_assertion-[0-9a-zA-Z]{20}");
    Map<String, Object> times = jwt.getPayload().toJSONObject();
    assertThat(((Number) times.get("exp")).longValue())
        .isEqualTo(((Number) times.get("iat")).longValue() + 10);
    assertThat(as.form(0))
        .containsEntry("client_id", "user")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .doesNotContainKey("client_secret");
  }

  @Test
  void oau19SecretSignsAnAssertion() throws Exception {
    try (ManagedBackend backend =
        builder(
                oauth2 ->
                    oauth2
                        .grantType("client_credentials")
                        .clientId("user")
                        .clientSecret(SECRET)
                        .authMethod("client_secret_jwt")
                        .signing(profile(JwtAlgorithm.HS256, Optional.empty())))
            .build()) {
      backend.get("/x").send().close();
    }
    verifiedClient(new MACVerifier(SECRET));
    assertThat(resource.headers("Authorization")).containsExactly("Bearer token-1");
  }

  @Test
  void keyOfRsaSignsAnAssertion() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    byKey(JwtAlgorithm.PS384, keys);
    verifiedClient(new RSASSAVerifier((RSAPublicKey) keys.getPublic()));
  }

  @Test
  void keyOfACurveSignsAnAssertion() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byKey(JwtAlgorithm.ES256, keys);
    verifiedClient(new ECDSAVerifier((ECPublicKey) keys.getPublic()));
  }

  private void byKey(JwtAlgorithm algorithm, KeyPair keys) throws Exception {
    try (ManagedBackend backend = privateKey(profile(algorithm, pem(keys.getPrivate()))).build()) {
      backend.get("/x").send().close();
    }
  }

  private BackendBuilder privateKey(JwtSigningProfile signing) {
    return builder(
        oauth2 ->
            oauth2
                .grantType("client_credentials")
                .clientId("user")
                .authMethod("private_key_jwt")
                .signing(signing));
  }

  @Test
  void grantMayBeAnAssertionOfOurOwn() throws Exception {
    try (ManagedBackend backend =
        builder(
                oauth2 ->
                    oauth2
                        .grantType(OAuth2Grant.JWT_BEARER)
                        .signing(
                            profile(
                                JwtAlgorithm.HS512, Optional.of(Material.inline(SECRET + SECRET)))))
            .build()) {
      backend.get("/x").send().close();
    }
    verified("assertion", new MACVerifier(SECRET + SECRET));
    assertThat(as.form(0)).containsEntry("grant_type", OAuth2Grant.JWT_BEARER);
  }

  @Test
  void badKeysAreFindings() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    assertThatThrownBy(() -> privateKey(profile(JwtAlgorithm.ES256, pem(rsa.getPrivate()))).build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("invalid key: not for ES256");
    assertThatThrownBy(
            () ->
                privateKey(profile(JwtAlgorithm.RS256, Optional.of(Material.inline("no key"))))
                    .build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("failed to parse private key");
    assertThatThrownBy(
            () ->
                builder(
                        oauth2 ->
                            oauth2
                                .grantType("client_credentials")
                                .clientId("user")
                                .clientSecret("short")
                                .authMethod("client_secret_jwt")
                                .signing(profile(JwtAlgorithm.HS256, Optional.empty())))
                    .build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("invalid key: ");
  }
}
