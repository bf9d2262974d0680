package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRegistry;
import io.forebay.InvalidBackendException;
import io.forebay.InvalidVersionException;
import io.forebay.ManagedBackend;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.config.Finding;
import io.forebay.config.Language;
import io.forebay.config.Reading;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.LogField;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of tokens that there are not, found where they are said. */
class TokenNamesTest {
  private static final Value UNKNOWN = Value.template("a{token.vault}b");
  private static final String PROBLEM =
      "{token.vault}: the backend has no such token (expected: one of {token.default})";

  private static BackendBuilder builder() {
    return Backend.builder("be")
        .origin("http://localhost:1")
        .tokenRequests(TokenRequestSpec.of(TokenEndpoint.of("http://localhost:2"), "/t", "/l"));
  }

  private static void assertFound(BackendBuilder builder, String... findings) {
    InvalidBackendException wrong =
        catchThrowableOfType(InvalidBackendException.class, builder::build);
    assertThat(wrong.findings()).containsExactly(findings);
  }

  @Test
  void everyAttributeOfTheBuilderIsLookedAt() {
    assertFound(builder().path(Value.template("/{token.vault}")), "path: " + PROBLEM);
    assertFound(builder().pathPrefix(UNKNOWN), "path_prefix: " + PROBLEM);
    assertFound(
        builder().requestHeaders(edits -> edits.set("A", UNKNOWN).add("B", UNKNOWN)),
        "set_request_headers: " + PROBLEM,
        "add_request_headers: " + PROBLEM);
    assertFound(
        builder().queryParams(edits -> edits.remove(UNKNOWN)), "remove_query_params: " + PROBLEM);
    assertFound(
        builder().formParams(edits -> edits.set("a", UNKNOWN)), "set_form_params: " + PROBLEM);
    assertFound(
        builder().responseHeaders(edits -> edits.add("A", UNKNOWN)),
        "add_response_headers: " + PROBLEM);
    assertFound(builder().responseStatus(UNKNOWN), "set_response_status: " + PROBLEM);
    assertFound(builder().basicAuth(UNKNOWN), "basic_auth: " + PROBLEM);
  }

  @Test
  void tokenOfOauth2IsOneOnlyWhereThereIsOauth2() {
    assertFound(
        Backend.builder("be")
            .origin("http://localhost:1")
            .pathPrefix(Value.template("/{token.oauth2}/{token.a-b}")),
        "path_prefix: {token.a-b}, {token.oauth2}: the backend has no such token (expected: a"
            + " token_request of that name)");
    assertThatCode(
            () ->
                Backend.builder("be")
                    .origin("http://localhost:1")
                    .pathPrefix(Value.template("/{token.oauth2}"))
                    .oauth2(
                        oauth2 ->
                            oauth2
                                .tokenEndpoint("http://localhost:2")
                                .grantType("client_credentials")
                                .clientId("a")
                                .clientSecret("b"))
                    .build()
                    .close())
        .doesNotThrowAnyException();
  }

  @Test
  void wordAloneIsAVariable() {
    assertThat(Value.template("{token}").variables()).containsExactly("token");
    builder().pathPrefix(Value.template("/{token}")).build().close();
  }

  @Test
  void refinementsAreLookedAtToo() {
    try (ManagedBackend backend = builder().build()) {
      assertThatThrownBy(() -> backend.refine(refinement()))
          .isInstanceOf(InvalidBackendException.class)
          .hasMessageContaining("path_prefix: " + PROBLEM);
    }
  }

  private static Refinement refinement() {
    return Refinement.NONE.with(ExchangeAttribute.PATH_PREFIX, Optional.of(UNKNOWN));
  }

  @Test
  void versionThatNamesUnknownTokensIsNotActivated() {
    try (BackendRegistry registry = BackendRegistry.builder().add(builder().spec()).open()) {
      int next = registry.draft(registry.active().number()).update("be", refinement()).number();
      assertThatThrownBy(() -> registry.activate(next))
          .isInstanceOf(InvalidVersionException.class)
          .hasMessageContaining("'be': path_prefix: " + PROBLEM);
    }
  }

  @Test
  void textIsToldWhere() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                Definitions.read(
                    """
                    defaults:
                      add_query_params: { k: "{token.nobody}" }
                    backends:
                      be:
                        origin: http://a
                        token_request: { url: "http://b", token: /t, ttl: /l }
                        path: /a
                        set_request_headers: { X: "{token.default}", Y: "{token.vault}" }
                        add_query_params: {}
                      plain:
                        origin: http://a
                    refinements:
                      one: { backend: be, path: "/{token.default}" }
                      two:
                        backend: one
                        path: "/{token.vault}"
                    """));
    assertThat(wrong.findings())
        .extracting(Finding::line, Finding::column, Finding::message)
        .containsExactly(
            tuple(
                2,
                3,
                "backends.plain.add_query_params: {token.nobody}: the backend has no such token"
                    + " (expected: a token_request of that name)"),
            tuple(8, 5, "backends.be.set_request_headers: " + PROBLEM),
            tuple(16, 5, "refinements.two.path: " + PROBLEM));
  }

  @Test
  void tokensThatCannotBeReadAreOneFindingAlone() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                Definitions.read(
                    """
                    backends:
                      be:
                        origin: http://a
                        token_request: { url: "http://b", token: /t }
                        path: "/{token.default}"
                    refinements:
                      one: { backend: be, path: "/{token.default}" }
                    """));
    assertThat(wrong.findings()).hasSize(1);
  }

  // ---- where none can be named

  @Test
  void logFieldThatNamesATokenIsRefused() {
    assertThatThrownBy(() -> LogField.of(Value.template("a{token.default}")))
        .hasMessage("custom_log_fields: a{token.default} is secret and cannot be logged");
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                Definitions.read(
                    """
                    backends:
                      be:
                        origin: http://a
                        token_request: { url: "http://b", token: /t, ttl: /l }
                        custom_log_fields:
                          who: { key: "{token.default}" }
                    """));
    assertThat(wrong.findings())
        .containsExactly(
            new Finding(
                wrong.findings().get(0).source(),
                6,
                19,
                "backends.be.custom_log_fields.who.key: custom_log_fields: {token.default} is"
                    + " secret and cannot be logged"));
  }

  @Test
  void logFieldOfCouperThatNamesATokenIsNotedAndLeftOut() {
    Reading reading =
        Definitions.read(
            """
            definitions {
              backend "be" {
                origin = "http://a"
                custom_log_fields = { t = backend.beta_token, b = "x" }
                beta_token_request {
                  url = "http://b"
                  token = beta_token_response.json_body.token
                  ttl = "30s"
                }
              }
            }
            """,
            "c.hcl",
            Language.COUPER);
    assertThat(reading.notes())
        .anyMatch(note -> note.toString().contains("a token is secret and not logged: left out"));
    assertThat(reading.definitions().backends().get("be").exchange().answer().logFields().fields())
        .containsOnlyKeys("b");
  }

  @Test
  void requestForATokenCannotHoldAnother() {
    assertThatThrownBy(
            () ->
                TokenRequestSpec.Message.form(
                    Map.of("a", List.of(Value.template("{token.default}")))))
        .hasMessage(
            "body: {token.default} is not known yet (expected: no token of the same backend)");
    assertThatThrownBy(() -> new OAuth2Grant.JwtBearer(Value.template("{token.default}")))
        .hasMessageStartingWith("assertion: {token.default} is not known yet");
    String text =
        """
        backends:
          be:
            origin: http://a
            %s
        """;
    assertThatThrownBy(
            () ->
                Definitions.read(
                    text.formatted(
                        "token_request: { url: 'http://b', token: /t, ttl: /l,"
                            + " headers: { A: '{token.x}' } }")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("headers: {token.x} is not known yet");
    assertThatThrownBy(
            () ->
                Definitions.read(
                    text.formatted(
                        "oauth2: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',"
                            + " token_endpoint: 'http://b', assertion: '{token.x}' }")))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("assertion: {token.x} is not known yet");
  }
}
