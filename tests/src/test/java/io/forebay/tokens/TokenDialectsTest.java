package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.config.Definitions;
import io.forebay.config.Language;
import io.forebay.config.Note;
import io.forebay.config.Reading;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import java.io.IOException;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens in the languages of others, read, written and used. */
class TokenDialectsTest {
  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(3600);

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  @Test
  void k213ClientCredentialsOfKrakend() throws IOException {
    String text =
        """
        {"version": 3, "endpoints": [{"endpoint": "/be", "backend": [{
          "host": ["%s"], "url_pattern": "/x",
          "extra_config": {"auth/client-credentials": {
            "client_id": "user", "client_secret": "s3cr3t", "token_url": "%s",
            "scopes": "s1,s2", "endpoint_params": {"audience": ["you"]}}}}]}]}
        """
            .formatted(resource.origin(), as.endpoint());
    Reading reading = Definitions.read(text, "k.json", Language.KRAKEND);
    String label = reading.definitions().backends().keySet().iterator().next();

    try (BackendRegistry registry = reading.definitions().open()) {
      Backend backend = registry.backend(label);
      for (int i = 0; i < 5; i++) {
        backend.get("/x").send().close();
      }
      resource.answer(n -> AuthorizationServer.json(401, "{}"));
      try (Response response = backend.get("/x").send()) {
        assertThat(response.code()).as("no second request, as in KrakenD").isEqualTo(401);
      }
    }
    assertThat(as.count()).isEqualTo(1);
    assertThat(as.body(0)).isEqualTo("audience=you&grant_type=client_credentials&scope=s1+s2");
    assertThat(as.headers("Authorization").get(0)).startsWith("Basic ");
    assertThat(resource.headers("Authorization")).hasSize(6).containsOnly("Bearer token-1");
  }

  private String hcl() {
    return """
    settings { no_proxy_from_env = true }
    definitions {
      backend "be" {
        origin = "%s"
        set_request_headers = {
          x-token = backend.beta_token
          x-other = "a${backend.beta_tokens.other}b"
        }
        oauth2 {
          grant_type = "client_credentials"
          client_id = "user"
          client_secret = env.PATH
          scope = "a b"
          retries = 3
          backend {
            origin = "%s"
            path = "/token"
            set_request_headers = { x-sub = "me" }
          }
        }
        beta_token_request {
          backend = "as"
          url = "/one"
          form_body = { a = "b" }
          token = beta_token_response.json_body.access_token
          ttl = "${beta_token_response.json_body.expires_in}s"
        }
        beta_token_request "other" {
          backend = "as"
          url = "/two"
          token = beta_token_response.json_body.access_token
          ttl = "30s"
          expected_status = [200]
        }
      }
      backend "as" { origin = "%s" }
    }
    """
        .formatted(resource.origin(), as.origin(), as.origin());
  }

  @Test
  void oau23BlocksOfCouperAreReadAndUsed() throws IOException {
    Reading reading = Definitions.read(hcl(), "c.hcl", Language.COUPER);
    assertThat(reading.notes()).extracting(Note::toString).noneMatch(n -> n.contains("left out"));
    OAuth2Spec oauth2 = reading.definitions().backends().get("be").tokens().oauth2().orElseThrow();
    assertThat(oauth2.retries()).isEqualTo(3);
    List<TokenRequestSpec> requests =
        reading.definitions().backends().get("be").tokens().requests();
    assertThat(requests).extracting(TokenRequestSpec::name).containsExactly("default", "other");
    assertThat(requests.get(0).ttl()).isEqualTo(new TokenPart.At("/expires_in"));

    try (BackendRegistry registry = reading.definitions().open()) {
      registry.backend("be").get("/x").send().close();
    }
    assertThat(as.headers("x-sub")).contains("me");
    assertThat(resource.headers("x-token").get(0)).startsWith("token-");
    assertThat(resource.headers("x-other").get(0)).startsWith("atoken-").endsWith("b");
    assertThat(resource.headers("Authorization").get(0)).startsWith("Bearer token-");
  }

  @Test
  void blocksOfCouperAreWrittenAsTheyWereRead() {
    Definitions read = Definitions.read(hcl(), "c.hcl", Language.COUPER).definitions();
    String written = read.write(Language.COUPER).text();
    assertThat(written).contains("client_secret = env.PATH").contains("beta_token_request");

    Definitions again = Definitions.read(written, "w.hcl", Language.COUPER).definitions();
    assertThat(again.backends()).isEqualTo(read.backends());
  }

  @Test
  void textOfOurOwnKeepsReferences() {
    Definitions read = Definitions.read(hcl(), "c.hcl", Language.COUPER).definitions();
    String yaml = read.toYaml();
    assertThat(yaml)
        .contains("client_secret: \"${env:PATH}\"")
        .doesNotContain(System.getenv("PATH"));
    assertThat(Definitions.read(yaml).backends()).isEqualTo(read.backends());
  }

  @Test
  void languagesWithoutTokensSaySo() {
    Definitions read = Definitions.read(hcl(), "c.hcl", Language.COUPER).definitions();
    for (Language language : List.of(Language.VCL, Language.FASTLY, Language.KRAKEND)) {
      assertThat(read.write(language).notes())
          .as(language.name())
          .extracting(Object::toString)
          .anyMatch(note -> note.contains("oauth2"))
          .anyMatch(note -> note.contains("token_request"));
    }
  }
}
