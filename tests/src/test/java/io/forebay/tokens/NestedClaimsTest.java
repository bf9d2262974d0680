package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.config.Language;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Claims that are lists and objects, signed as they are said. */
class NestedClaimsTest {
  private static final String SECRET = "a secret of more than thirty-two bytes in all";

  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(60);

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  private static JwtSigningProfile profile(
      Map<String, JsonPart> claims, Map<String, JsonPart> headers) {
    Optional<Material> key = Optional.of(Material.inline(SECRET));
    return new JwtSigningProfile(JwtAlgorithm.HS256, Duration.ofSeconds(10), key, claims, headers);
  }

  private ManagedBackend signing(Map<String, JsonPart> claims, Map<String, JsonPart> headers) {
    return Backend.builder("be")
        .origin(resource.origin())
        .oauth2(
            oauth2 ->
                oauth2
                    .tokenEndpoint(as.endpoint())
                    .grantType(OAuth2Grant.JWT_BEARER)
                    .signing(profile(claims, headers)))
        .build();
  }

  private SignedJWT verified() throws Exception {
    SignedJWT jwt = SignedJWT.parse(as.form(0).get("assertion"));
    assertThat(jwt.verify(new MACVerifier(SECRET))).isTrue();
    return jwt;
  }

  private void assertClaims() throws Exception {
    Map<String, Object> claims = verified().getJWTClaimsSet().getClaims();
    assertThat(claims).containsEntry("roles", List.of("read", 5L, true, List.of("deep")));
    assertThat(claims)
        .containsEntry("act", Map.of("sub", "me", "may", Map.of("pay", 2.5, "list", List.of())));
  }

  @Test
  void oau19ClaimsOfJavaMayBeListsAndObjects() throws Exception {
    JsonPart may = new Members(Map.of("pay", Value.of(new BigDecimal("2.5")), "list", none()));
    JsonPart roles =
        new Items(
            List.of(
                Value.of("read"),
                Value.of(5),
                Value.of(true),
                new Items(List.of(Value.secret("deep")))));
    JsonPart act = new Members(Map.of("sub", Value.of("me"), "may", may));
    try (ManagedBackend backend = signing(Map.of("roles", roles, "act", act), Map.of())) {
      backend.get("/x").send().close();
    }
    assertClaims();
  }

  private static Items none() {
    return new Items(List.of());
  }

  @Test
  void oau19ClaimsOfTextMayBeListsAndMappings() throws Exception {
    try (BackendRegistry registry = Definitions.read(yaml()).open()) {
      registry.backend("be").get("/x").send().close();
    }
    assertClaims();
  }

  private String yaml() {
    return """
    backends:
      be:
        origin: %s
        oauth2:
          grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
          token_endpoint: %s
          jwt_signing_profile:
            signature_algorithm: HS256
            ttl: 10s
            key: "%s"
            claims:
              roles: [read, 5, true, [deep]]
              act: { sub: me, may: { pay: 2.5, list: [] } }
    """
        .formatted(resource.origin(), as.endpoint(), SECRET);
  }

  @Test
  void oau19ClaimsOfCouperMayBeListsAndObjectsAndAreWrittenAgain(@TempDir Path directory)
      throws Exception {
    Path key = Files.writeString(directory.resolve("key"), SECRET);
    String hcl =
        """
        definitions {
          backend "be" {
            origin = "%s"
            oauth2 {
              grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer"
              token_endpoint = "%s"
              jwt_signing_profile {
                signature_algorithm = "HS256"
                ttl = "10s"
                key_file = "%s"
                claims = {
                  roles = ["read", 5, true, ["deep"]]
                  act = { sub = "me", may = { pay = 2.5, list = [] } }
                  key = [env.PATH]
                }
              }
            }
          }
        }
        settings { no_proxy_from_env = true }
        """
            .formatted(resource.origin(), as.endpoint(), key);
    Definitions read = Definitions.read(hcl, "c.hcl", Language.COUPER).definitions();
    try (BackendRegistry registry = read.open()) {
      registry.backend("be").get("/x").send().close();
    }
    assertClaims();
    assertThat(verified().getJWTClaimsSet().getStringListClaim("key"))
        .containsExactly(System.getenv("PATH"));

    assertThat(Definitions.read(read.toYaml()).backends()).isEqualTo(read.backends());
    String written = read.write(Language.COUPER).text();
    assertThat(Definitions.read(written, "w.hcl", Language.COUPER).definitions().backends())
        .isEqualTo(read.backends());
    assertThat(read.toYaml()).contains("${env:PATH}").doesNotContain(System.getenv("PATH"));
  }

  @Test
  void numbersAreStatedExactly() throws Exception {
    JsonPart numbers =
        new Items(
            List.of(
                Value.of(new BigDecimal("12345678901234567890123")),
                Value.of(new BigDecimal("1e30")),
                Value.of(new BigDecimal("0.1000"))));
    try (ManagedBackend backend = signing(Map.of("n", numbers), Map.of())) {
      backend.get("/x").send().close();
    }
    assertThat(verified().getPayload().toString())
        .contains("\"n\":[12345678901234567890123,1" + "0".repeat(30) + ",0.1000]");
  }

  @Test
  void headersMayBeListsToo() throws Exception {
    JsonPart more = new Items(List.of(Value.of("a"), Value.of(1)));
    try (ManagedBackend backend = signing(Map.of(), Map.of("x-more", more))) {
      backend.get("/x").send().close();
    }
    assertThat(verified().getHeader().getCustomParam("x-more")).isEqualTo(List.of("a", 1L));
  }

  @Test
  void headersThatNoTokenHasAreFoundAtOpening() {
    assertThatThrownBy(() -> signing(Map.of(), Map.of("kid", Value.of(5))))
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("jwt_signing_profile.headers: [kid] make no header of a JWT");
  }

  @Test
  void partsThatDependOnTheCallAreRefused() {
    JsonPart deep = new Members(Map.of("in", new Items(List.of(Value.template("{user}")))));
    assertThatThrownBy(() -> profile(Map.of("act", deep), Map.of()))
        .hasMessage("claims: 'act' depends on the call (expected: a constant)");
    assertThatThrownBy(() -> Definitions.read(yaml().replace("sub: me", "sub: '{user}'")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("claims: 'act' depends on the call (expected: a constant)");
  }
}
