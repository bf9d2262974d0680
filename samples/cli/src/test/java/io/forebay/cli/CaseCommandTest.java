package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Cases of tokens, contracts and throttles as somebody at a prompt meets them. */
class CaseCommandTest {
  private static final String PETS =
      """
      openapi: 3.0.3
      info: { title: t, version: '1' }
      paths: { /pa/th: { get: { responses: { 200: { description: d } } } } }
      """;

  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("fine"));
  private final MisbehavingOrigin tokens = MisbehavingOrigin.start();

  @TempDir Path folder;
  private String file = "";

  @BeforeEach
  void writeDefinition() throws IOException {
    Files.writeString(folder.resolve("pets.yaml"), PETS);
    file =
        Shell.definition(
            folder,
            "backends:",
            "  tokens:",
            "    origin: " + origin.url(),
            "    oauth2:",
            "      grant_type: client_credentials",
            "      token_endpoint: " + tokens.url() + "/token",
            "      client_id: user",
            "      client_secret: s3cr3t",
            "  contract:",
            "    origin: " + origin.url(),
            "    openapi: { file: pets.yaml }");
  }

  @AfterEach
  void closeOrigins() {
    origin.close();
    tokens.close();
  }

  @Test
  void oau01CallCarriesATokenAndComesAgainAfterA401() {
    tokens.respond(
        Behaviour.status(200, "{\"access_token\":\"t\"}", "Content-Type: application/json"));
    origin.enqueue(Behaviour.status(401, ""));

    Shell.Run run = Shell.run("call", file, "tokens", "/x");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).isEqualTo("fine");
    assertThat(tokens.requestCount()).isEqualTo(2);
    assertThat(origin.requests())
        .hasSize(2)
        .allMatch(request -> request.headers("Authorization").equals(List.of("Bearer t")));
  }

  @Test
  void tokenThatIsRefusedIsAFailureWithoutSecrets() {
    tokens.respond(
        Behaviour.status(401, "{\"error\":\"invalid_client\",\"error_description\":\"s3cr3t\"}"));

    Shell.Run run = Shell.run("call", file, "tokens", "/x");
    Shell.Run json = Shell.run("call", "--json", file, "tokens", "/x");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("backend 'tokens': oauth2: token request failed: ")
        .contains("error=invalid_client")
        .doesNotContain("s3cr3t");
    assertThat(json.code()).isEqualTo(ExitCode.FAILED);
    assertThat(json.result().path("error").path("kind").asString())
        .isEqualTo("backend_token_request");
    assertThat(json.result().path("error").path("status").asInt()).isEqualTo(502);
    assertThat(origin.requestCount()).isZero();
  }

  @Test
  void oas02WhatTheContractDoesNotKnowIsNotSent() {
    Shell.Run known = Shell.run("call", file, "contract", "/pa/th");
    Shell.Run unknown = Shell.run("call", file, "contract", "/pa//th");
    JsonNode error = Shell.run("call", "--json", file, "contract", "/pa//th").result();

    assertThat(known.code()).isEqualTo(ExitCode.OK);
    assertThat(known.out()).isEqualTo("fine");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err())
        .isEqualToIgnoringNewLines(
            "backend 'contract': 'GET /pa//th': no matching operation was found");
    assertThat(error.path("error").path("kind").asString()).isEqualTo("backend_openapi_validation");
    assertThat(error.path("error").path("status").asInt()).isEqualTo(400);
    assertThat(error.path("error").path("processed").asString()).isEqualTo("no");
    assertThat(origin.requestCount()).isEqualTo(1);
  }

  @Test
  void thr14FileOfCouperIsNotedAndThrottles() throws IOException {
    String couper =
        Files.writeString(
                folder.resolve("couper.hcl"),
                """
                definitions {
                  backend "be" {
                    origin = "%s"
                    beta_rate_limit {
                      period = "1h"
                      per_period = 2
                      mode = "block"
                    }
                  }
                }
                """
                    .formatted(origin.url()))
            .toString();

    Shell.Run check = Shell.run("check", couper);
    String lines = "{\"backend\":\"be\",\"path\":\"/x\"}\n".repeat(3);
    Shell.Run batch = Shell.runWith(lines, "call", couper, "--batch");

    assertThat(check.code()).isEqualTo(ExitCode.OK);
    assertThat(check.out() + check.err())
        .contains(
            couper
                + ":4:5: note: block \"beta_rate_limit\" is deprecated, please use \"throttle\""
                + " instead");
    assertThat(batch.code()).isEqualTo(ExitCode.OK);
    assertThat(batch.results())
        .extracting(result -> result.path("error").path("kind").asString(""))
        .containsExactly("", "", "backend_throttle_exceeded");
    assertThat(batch.results().get(2).path("error").path("status").asInt()).isEqualTo(429);
    assertThat(origin.requestCount()).isEqualTo(2);
  }

  @Test
  void oau10WhatIsWrongForEveryCallIsFoundBeforeAny() throws IOException {
    String wrong =
        Shell.definition(
            folder,
            "backends:",
            "  be:",
            "    origin: " + origin.url(),
            "    oauth2: { grant_type: client_credentials, token_endpoint: 'http://as/t' }");

    Shell.Run call = Shell.run("call", wrong, "be", "/x");

    assertThat(call.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(call.err())
        .isEqualToIgnoringNewLines(
            wrong
                + ":4:13: error: backends.be.oauth2: client_id must not be empty"
                + wrong
                + ":4:13: error: backends.be.oauth2: client_secret must not be empty with"
                + " client_secret_basic");
    assertThat(origin.requestCount()).isZero();
  }
}
