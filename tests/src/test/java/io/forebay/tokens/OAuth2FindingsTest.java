package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.InvalidBackendException;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.config.Finding;
import io.forebay.config.Language;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not go together, in Couper's words, wherever it is said. */
class OAuth2FindingsTest {
  private static final String PROFILE = "jwt_signing_profile: {signature_algorithm: ";

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OAU-10 | grant_type: client_credentials | client_id must not be empty",
        "OAU-10 | grant_type: password, username: u, password: p | client_id must not be empty",
        "OAU-11 | grant_type: client_credentials, username: u | username attribute must not be set"
            + " with grant_type=client_credentials",
        "OAU-11 | grant_type: client_credentials, password: p | password attribute must not be set"
            + " with grant_type=client_credentials",
        "OAU-12 | grant_type: password | username must not be empty with grant_type=password",
        "OAU-12 | grant_type: password | password must not be empty with grant_type=password",
        "OAU-13 | grant_type: password, assertion: a | assertion attribute must not be set with"
            + " grant_type=password",
        "OAU-13 | grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' | missing assertion"
            + " attribute or jwt_signing_profile block with"
            + " grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer",
        "OAU-14 | grant_type: password, token_endpoint_auth_method: unknown |"
            + " token_endpoint_auth_method \"unknown\" not supported",
        "OAU-15 | grant_type: client_credentials | client_secret must not be empty with"
            + " client_secret_basic",
        "OAU-15 | grant_type: client_credentials, token_endpoint_auth_method: client_secret_post |"
            + " client_secret must not be empty with client_secret_post",
        "OAU-15 | grant_type: client_credentials, token_endpoint_auth_method: private_key_jwt,"
            + " client_secret: s | client_secret must not be set with private_key_jwt",
        "OAU-16 | grant_type: client_credentials, token_endpoint_auth_method: private_key_jwt |"
            + " jwt_signing_profile block must be set with private_key_jwt",
        "OAU-16 | grant_type: client_credentials, "
            + PROFILE
            + "HS256, ttl: 1s} | jwt_signing_profile block must not be set with"
            + " client_secret_basic",
        "OAU-17 | grant_type: client_credentials, token_endpoint_auth_method: client_secret_jwt, "
            + PROFILE
            + "RS256, ttl: 1s} | inappropriate signature algorithm with client_secret_jwt",
        "OAU-17 | grant_type: client_credentials, token_endpoint_auth_method: private_key_jwt, "
            + PROFILE
            + "HS256, ttl: 1s, key: k} | inappropriate signature algorithm with private_key_jwt",
        "OAU-18 | grant_type: client_credentials, token_endpoint_auth_method: client_secret_jwt, "
            + PROFILE
            + "HS256, ttl: 1s, key: k} | key must not be set with client_secret_jwt",
        "OAU-18 | grant_type: client_credentials, token_endpoint_auth_method: private_key_jwt, "
            + PROFILE
            + "RS256, ttl: 1s} | key and key_file must not both be empty with private_key_jwt",
        "OAU-18 | grant_type: client_credentials, "
            + PROFILE
            + "HS256, ttl: 1s, headers: {alg: x}} | \"alg\" cannot be set via \"headers\"",
        "OAU-18 | grant_type: client_credentials, "
            + PROFILE
            + "HS256, ttl: 1x} | time: unknown unit \"x\" in duration \"1x\"",
        "OAU-09 | grant_type: implicit | grant_type implicit not supported",
        "none | retries: 256 | 256 (expected: 0-255)",
        "none | client_id: x | grant_type: missing"
      })
  void isFoundInText(String row, String attributes, String message) {
    String text =
        "backends: { be: { origin: 'http://a', oauth2: { token_endpoint: 'http://as/t', "
            + attributes
            + " } } }";
    DefinitionException found =
        catchThrowableOfType(DefinitionException.class, () -> Definitions.read(text));

    assertThat(found.findings()).extracting(Finding::toString).anyMatch(f -> f.contains(message));
  }

  @Test
  void allAreFoundAtOnce() {
    InvalidBackendException found =
        catchThrowableOfType(
            InvalidBackendException.class,
            () ->
                Backend.builder("be")
                    .origin("http://a")
                    .oauth2(
                        oauth2 ->
                            oauth2
                                .tokenEndpoint("http://as")
                                .grantType("client_credentials")
                                .username(Value.of("u")))
                    .build());

    assertThat(found.findings())
        .containsExactlyInAnyOrder(
            "oauth2: username attribute must not be set with grant_type=client_credentials",
            "oauth2: client_id must not be empty",
            "oauth2: client_secret must not be empty with client_secret_basic");
    assertThat(new OAuth2Builder().problems()).hasSize(2);
  }

  @Test
  void couperSaysTheSame() {
    String text =
        """
        definitions {
          backend "be" {
            origin = "http://a"
            oauth2 {
              grant_type = "client_credentials"
              token_endpoint = "http://as/token"
              username = "u"
            }
          }
        }
        """;
    DefinitionException found =
        catchThrowableOfType(
            DefinitionException.class, () -> Definitions.read(text, "c.hcl", Language.COUPER));

    assertThat(found)
        .hasMessageContaining("username attribute must not be set")
        .hasMessageContaining("client_id must not be empty");
  }
}
