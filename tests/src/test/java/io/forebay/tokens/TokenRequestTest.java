package io.forebay.tokens;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRegistry;
import io.forebay.ErrorKind;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.health.StatusRange;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenPart;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenRequestSpec.Message;
import io.forebay.spec.Value;
import io.forebay.testing.FakeClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of requests that a definition describes, and backends that are asked for tokens. */
class TokenRequestTest {
  @RegisterExtension
  private final AuthorizationServer as =
      AuthorizationServer.answering(
          n -> AuthorizationServer.json(200, "{\"a\":{\"token\":\"tok" + n + "\"},\"ttl\":30}"));

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  private final FakeClock clock = new FakeClock();

  private TokenRequestSpec request() {
    return TokenRequestSpec.of(TokenEndpoint.of(as.endpoint()), "/a/token", "/ttl");
  }

  private BackendBuilder builder(TokenRequestSpec... requests) {
    return Backend.builder("be")
        .origin(resource.origin())
        .clock(clock)
        .tokenRequests(requests)
        .requestHeaders(edits -> edits.set("X-Token", Value.template("a{token.default}b")));
  }

  private static BackendRefusedException refused(Backend backend) {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void editsUseTheTokenWhichIsPutNowhereByItself() throws IOException {
    try (ManagedBackend backend = builder(request()).build()) {
      backend.get("/x").send().close();
      backend.get("/x").send().close();
      clock.advance(ofSeconds(31));
      backend.get("/x").send().close();
    }
    assertThat(resource.headers("X-Token")).containsExactly("atok1b", "atok1b", "atok2b");
    assertThat(resource.headers("Authorization")).containsOnly("null");
  }

  @Test
  void bodiesAndQueriesAreSentAsTheyAreDescribed() throws IOException {
    Message form =
        new Message(
            "POST",
            Map.of("X-Tenant", List.of(Value.template("{request.headers.x-tenant}"))),
            Map.of("foo", List.of(Value.of("b r"))),
            new TokenBody.Form(Map.of("secret", List.of(Value.secret("s&")))));
    TokenBody.JsonPart document =
        new TokenBody.Members(Map.of("a", new TokenBody.Items(List.of(Value.of("q\"\n")))));
    Message json = new Message("PUT", Map.of(), Map.of(), new TokenBody.Json(document));
    try (ManagedBackend backend =
        builder(request().withMessage(form), request().withName("json").withMessage(json))
            .build()) {
      backend.get("/x").header("X-Tenant", "acme").send().close();
    }
    assertThat(as.count()).isEqualTo(2);
    int first = as.request(0).getMethod().equals("POST") ? 0 : 1;
    assertThat(as.body(first)).isEqualTo("secret=s%26");
    assertThat(as.request(first).getUrl().encodedQuery()).isEqualTo("foo=b+r");
    assertThat(as.request(first).getHeaders().get("X-Tenant")).isEqualTo("acme");
    assertThat(as.body(1 - first)).isEqualTo("{\"a\":[\"q\\\"\\n\"]}");
    assertThat(as.request(1 - first).getHeaders().get("Content-Type"))
        .isEqualTo("application/json");
  }

  @Test
  void tok04BackendThatIsDownIsNamed() {
    String down = as.endpoint();
    as.close();
    TokenRequestSpec request =
        TokenRequestSpec.of(TokenEndpoint.of(down), "/t", "/ttl").withName("tr");
    try (ManagedBackend backend = builder(request, request.withName("default")).build()) {
      BackendRefusedException refused = refused(backend);
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST);
      assertThat(refused)
          .hasMessageStartingWith(
              "backend 'be': tr: token request failed: backend 'be.tr': connecting to");
    }
  }

  @Test
  void tok05WhatIsNoTokenIsSaid() {
    try (ManagedBackend none = builder(request().withToken(new TokenPart.At("/none"))).build();
        ManagedBackend number = builder(request().withToken(new TokenPart.At("/ttl"))).build();
        ManagedBackend noTtl = builder(request().withTtl(new TokenPart.At("/none"))).build();
        ManagedBackend badTtl = builder(request().withTtl(new TokenPart.At("/a/token"))).build();
        ManagedBackend status =
            builder(request().withExpectedStatus(StatusRange.of(201))).build()) {
      assertThat(refused(none)).hasMessageContaining("token expression evaluates to null");
      assertThat(refused(number))
          .hasMessageContaining("token expression must evaluate to a string");
      assertThat(refused(noTtl)).hasMessageContaining("ttl expression evaluates to null");
      assertThat(refused(badTtl)).hasMessageContaining("ttl: time: invalid duration");
      assertThat(refused(badTtl).getMessage()).doesNotContainPattern("tok[0-9]");
      assertThat(refused(status)).hasMessageContaining("unexpected status 200 (expected: [201])");
    }
  }

  @Test
  void javaMayTakeATokenOutOfAnything() throws IOException {
    TokenRequestSpec computed =
        request()
            .withToken(new TokenPart.Computed(response -> response.body().substring(2, 3)))
            .withTtl(new TokenPart.Lasting(ofSeconds(5)));
    try (ManagedBackend backend = builder(computed).build()) {
      backend.get("/x").send().close();
    }
    assertThat(resource.headers("X-Token")).containsExactly("aab");
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> builder(request(), request()).build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("must be unique: \"default\"");
  }

  /** Three backends: the resource asks {@code as}, which needs a token of {@code vault} itself. */
  private String chain() {
    return """
    backends:
      be:
        origin: %s
        oauth2:
          grant_type: client_credentials
          backend: as
          token_endpoint: /oauth
          client_id: user
          client_secret: secret
        token_request:
          - name: tr1
            backend: as
            url: /one
            form_body: { a: b }
            token: /token
            ttl: /ttl
          - backend: as
            url: /two
            query_params: { foo: bar }
            token: /token
            ttl: 30s
        set_request_headers: { T1: "{token.tr1}", T2: "{token.default}" }
      as:
        origin: %s
        path_prefix: /as
        basic_auth: "joe:pan"
        set_request_headers: { KeyId: "{token.vault}" }
        token_request:
          name: vault
          backend: vault
          url: /key
          token: /token
          ttl: 1h
      vault: { origin: "%s" }
    """
        .formatted(resource.origin(), as.origin(), as.origin());
  }

  @Test
  void tok01TokensOfTokensInARegistry() throws IOException {
    as.answer(
        n -> {
          String path = as.request(n - 1).getUrl().encodedPath();
          String token = "tok" + path.replace('/', '-');
          return AuthorizationServer.json(
              200, "{\"access_token\":\"" + token + "\",\"token\":\"" + token + "\",\"ttl\":60}");
        });
    try (BackendRegistry registry = Definitions.read(chain()).open()) {
      registry.backend("be").get("/x").send().close();
    }
    assertThat(resource.headers("Authorization")).containsExactly("Bearer tok-as-oauth");
    assertThat(resource.headers("T1")).containsExactly("tok-as-one");
    assertThat(resource.headers("T2")).containsExactly("tok-as-two");
    for (int i = 0; i < as.count(); i++) {
      boolean vault = as.request(i).getUrl().encodedPath().equals("/key");
      assertThat(as.request(i).getHeaders().get("KeyId")).isEqualTo(vault ? null : "tok-key");
    }
    assertThat(as.count()).isEqualTo(4);
  }

  @Test
  void tokenSurvivesAnActivationThatKeepsTheBackend() throws IOException {
    as.answer(
        n ->
            AuthorizationServer.json(
                200, "{\"access_token\":\"t\",\"token\":\"t\",\"ttl\":60,\"expires_in\":60}"));
    try (BackendRegistry registry = Definitions.read(chain()).open()) {
      registry.backend("be").get("/x").send().close();
      int asked = as.count();

      int next =
          registry
              .draft(registry.active().number())
              .update("be", Refinement.NONE.with(ExchangeAttribute.TIMEOUT, ofSeconds(7)))
              .number();
      registry.activate(next);
      registry.backend("be").get("/x").send().close();

      assertThat(as.count()).isEqualTo(asked);
    }
  }

  @Test
  void undefinedAndCircularBackendsAreFound() {
    String circle =
        """
        backends:
          a: { origin: "http://a", oauth2: %s }
          b: { origin: "http://b", oauth2: %s }
        """;
    String oauth2 =
        "{ grant_type: client_credentials, backend: %s, client_id: x, client_secret: y }";
    assertThatThrownBy(
            () -> Definitions.read(circle.formatted(oauth2.formatted("b"), oauth2.formatted("a"))))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("circular reference: a,b,a");
    assertThatThrownBy(
            () -> Definitions.read(circle.formatted(oauth2.formatted("z"), oauth2.formatted("a"))))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("referenced backend \"z\" is not defined");
    assertThatThrownBy(
            () ->
                Backend.builder("lone")
                    .origin("http://a")
                    .tokenRequests(
                        TokenRequestSpec.of(TokenEndpoint.through("as", "/t"), "/t", "/l"))
                    .build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("referenced backend \"as\" is not defined");
  }

  @Test
  void backendOfJavaIsOpenedAndClosedAlong() throws IOException {
    TokenEndpoint own =
        TokenEndpoint.through(
            Backend.builder("mine")
                .origin(as.origin())
                .requestHeaders(edits -> edits.set("X-Sub", "me"))
                .spec(),
            "/own");
    try (ManagedBackend backend = builder(TokenRequestSpec.of(own, "/a/token", "/ttl")).build()) {
      backend.get("/x").send().close();
    }
    assertThat(as.headers("X-Sub")).as("OAU-23").containsExactly("me");
    assertThat(as.request(0).getUrl().encodedPath()).isEqualTo("/own");
  }
}
