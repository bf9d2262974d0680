package io.forebay.tokens;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendRefusedException;
import io.forebay.BackendTimeoutException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.spec.OAuth2Builder;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.Value;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests carry the token of an authorization server, over a real wire. */
class AccessTokenTest {
  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(3600);

  @RegisterExtension
  private final AuthorizationServer resource = AuthorizationServer.answering(n -> empty(204));

  private BackendBuilder builder(Consumer<OAuth2Builder> more) {
    return Backend.builder("be")
        .origin(resource.origin())
        .oauth2(
            oauth2 -> {
              oauth2
                  .tokenEndpoint(as.endpoint())
                  .grantType("client_credentials")
                  .clientId("user")
                  .clientSecret("pass+ word");
              more.accept(oauth2);
            });
  }

  private BackendBuilder builder() {
    return builder(same -> {});
  }

  private static int status(Backend backend) throws IOException {
    try (Response response = backend.get("/x").send()) {
      return response.code();
    }
  }

  private static MockResponse empty(int status) {
    return new MockResponse.Builder().code(status).build();
  }

  @Test
  void oau01TokenIsRenewedOnceAfterA401() throws IOException {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (ManagedBackend backend = builder().build()) {
      assertThat(status(backend)).isEqualTo(204);
    }
    assertThat(as.headers("Accept")).containsOnly("application/json");
    assertThat(resource.headers("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void oau02WithoutRetriesThe401IsReturned() throws IOException {
    resource.answer(n -> empty(401));
    try (ManagedBackend backend = builder(oauth2 -> oauth2.retries(0)).build()) {
      assertThat(status(backend)).isEqualTo(401);
    }
    assertThat(resource.count()).isEqualTo(1);
  }

  @Test
  void oau04TheLast401IsReturnedAsItIs() throws IOException {
    resource.answer(n -> AuthorizationServer.json(401, "{\"Message\":\"Unauthorized\"}"));
    try (ManagedBackend backend = builder(oauth2 -> oauth2.retries(3)).build();
        Response response = backend.get("/test-path").send()) {
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.header("Content-Type")).isEqualTo("application/json");
      assertThat(response.body().string()).isEqualTo("{\"Message\":\"Unauthorized\"}");
    }
    assertThat(resource.count()).isEqualTo(4);
    assertThat(resource.request(3).getUrl().encodedPath()).isEqualTo("/test-path");
  }

  @Test
  void oau05SecretInTheForm() throws IOException {
    try (ManagedBackend backend =
        builder(
                oauth2 ->
                    oauth2
                        .authMethod("client_secret_post")
                        .clientSecret("pass word")
                        .scope("scope1 scope2"))
            .build()) {
      status(backend);
    }
    assertThat(as.body(0))
        .isEqualTo(
            "client_id=user&client_secret=pass+word&grant_type=client_credentials"
                + "&scope=scope1+scope2");
    assertThat(as.headers("Authorization")).containsExactly("null");
  }

  @Test
  void oau06SecretInAHeaderIsFormEncoded() throws IOException {
    try (ManagedBackend backend = builder().build()) {
      status(backend);
    }
    assertThat(as.headers("Authorization")).containsExactly("Basic dXNlcjpwYXNzJTJCK3dvcmQ=");
    assertThat(as.body(0)).isEqualTo("grant_type=client_credentials");
    assertThat(as.headers("Content-Type")).containsExactly("application/x-www-form-urlencoded");
  }

  @Test
  void passwordGrantSendsTheUser() throws IOException {
    try (ManagedBackend backend =
        builder(oauth2 -> oauth2.grantType("password").login("joe", "s p")).build()) {
      status(backend);
    }
    assertThat(as.body(0)).isEqualTo("grant_type=password&password=s+p&username=joe");
  }

  private BackendBuilder bearer(Value assertion) {
    return Backend.builder("be")
        .origin(resource.origin())
        .oauth2(
            oauth2 ->
                oauth2
                    .tokenEndpoint(as.endpoint())
                    .grantType(OAuth2Grant.JWT_BEARER)
                    .assertion(assertion));
  }

  @Test
  void oau08AssertionMayDependOnTheCall() throws IOException {
    try (ManagedBackend backend = bearer(Value.template("{request.method}")).build()) {
      status(backend);
      backend.request("DELETE", "/x").send().close();
      status(backend);
    }
    assertThat(as.body(0))
        .isEqualTo(
            "assertion=GET&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
    assertThat(as.headers("Authorization")).containsOnly("null");
    assertThat(resource.headers("Authorization"))
        .as("each assertion has a token of its own")
        .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-1");
  }

  @Test
  void oau21AssertionThatIsNoTextIsATokenFailure() {
    try (ManagedBackend none = bearer(Value.computed(call -> null)).build();
        ManagedBackend number = bearer(Value.of(5)).build()) {
      BackendRefusedException refused = refused(none);
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST);
      assertThat(refused.suggestedStatus()).isEqualTo(502);
      assertThat(refused)
          .hasMessage("backend 'be': oauth2: assertion expression evaluates to null");
      assertThat(refused(number)).hasMessageContaining("must evaluate to a string");
    }
    assertThat(resource.count()).isZero();
  }

  private static BackendRefusedException refused(Backend backend) {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void tokenIsKeptAsLongAsItHolds() throws IOException {
    try (ManagedBackend backend = builder().build()) {
      for (int i = 0; i < 5; i++) {
        status(backend);
      }
    }
    assertThat(as.count()).isEqualTo(1);
    assertThat(resource.headers("Authorization")).hasSize(5).containsOnly("Bearer token-1");
  }

  @Test
  void run08LoginBeatsAnEditAndAnEditBeatsTheToken() throws IOException {
    try (ManagedBackend edited =
            builder().requestHeaders(edits -> edits.set("Authorization", "own")).build();
        ManagedBackend login =
            builder()
                .requestHeaders(edits -> edits.set("Authorization", "own"))
                .basicAuth("u", "p")
                .build()) {
      status(edited);
      status(login);
    }
    assertThat(resource.headers("Authorization")).containsExactly("own", "Basic dTpw");
  }

  @Test
  void tokenReplacesWhatTheCallerSaysOfItself() throws IOException {
    try (ManagedBackend backend =
        builder().requestHeaders(edits -> edits.remove("Authorization")).build()) {
      backend.get("/x").header("Authorization", "Bearer mine").send().close();
    }
    assertThat(resource.headers("Authorization")).containsExactly("Bearer token-1");
  }

  @Test
  void repeatableBodyIsSentAgainAfterA401() throws IOException {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (ManagedBackend backend = builder().build();
        Response response = backend.post("/x").body("text/plain", "hello").send()) {
      assertThat(response.code()).isEqualTo(204);
    }
    assertThat(resource.body(0)).isEqualTo("hello");
    assertThat(resource.body(1)).isEqualTo("hello");
  }

  @Test
  void run15BodyThatCannotBeSentAgainLeavesThe401() throws IOException {
    resource.answer(n -> empty(401));
    try (ManagedBackend backend = builder().build();
        Response response = backend.post("/x").body(oneShot("text/plain", "hello")).send()) {
      assertThat(response.code()).isEqualTo(401);
      backend.post("/x").body(oneShot("text/plain", "again")).send().close();
    }
    assertThat(resource.headers("Authorization"))
        .as("the refused token is not used again")
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void formThatWasReadForAnEditIsSentAgain() throws IOException {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (ManagedBackend backend = builder().formParams(edits -> edits.add("b", "2")).build();
        Response response =
            backend.post("/x").body(oneShot("application/x-www-form-urlencoded", "a=1")).send()) {
      assertThat(response.code()).isEqualTo(204);
    }
    assertThat(resource.body(1)).isEqualTo("a=1&b=2");
  }

  private static RequestBody oneShot(String type, String text) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return MediaType.get(type);
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8(text);
      }
    };
  }

  @Test
  void refusalNamesTheEndpointAndWhatItSaysButNoSecret() {
    as.answer(
        n ->
            AuthorizationServer.json(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"no pass+ word\\n"
                    + "x".repeat(400)
                    + "\"}"));
    try (ManagedBackend backend = builder().build()) {
      BackendRefusedException refused = refused(backend);

      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST);
      assertThat(refused.outcome()).isEqualTo(Outcome.LOCAL_REFUSED);
      assertThat(refused.getMessage())
          .startsWith(
              "backend 'be': oauth2: token request failed: backend 'be.oauth2' at POST /token:"
                  + " status 401, error=invalid_client, error_description=no *** xxx")
          .doesNotContain("pass+ word")
          .hasSizeLessThan(450);
      assertThat(refused).hasCauseInstanceOf(IOException.class);
    }
    assertThat(resource.count()).isZero();
  }

  @Test
  void s18WhatIsNoTokenIsSaid() {
    as.answer(n -> AuthorizationServer.json(200, "<html>"));
    try (ManagedBackend backend = builder().build()) {
      assertThat(refused(backend)).hasMessageContaining("status 200, no JSON: ");
    }
    as.answer(n -> AuthorizationServer.json(200, "{\"token\":\"x\"}"));
    try (ManagedBackend backend = builder().build()) {
      assertThat(refused(backend)).hasMessageContaining("the response has no access_token");
    }
    as.answer(n -> AuthorizationServer.json(200, "{\"access_token\":\"\"}"));
    try (ManagedBackend backend = builder().build()) {
      assertThat(refused(backend)).hasMessageContaining("the response has no access_token");
    }
  }

  @Test
  void run16UnhealthyBackendAsksForNoToken() throws Exception {
    try (ManagedBackend backend = builder().build()) {
      backend.overrideHealth(io.forebay.health.HealthOverride.SICK);

      assertThat(refused(backend).kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      CompletableFuture<Response> later = backend.get("/x").sendAsync();
      assertThat(later).failsWithin(10, TimeUnit.SECONDS);
    }
    assertThat(as.count()).isZero();
  }

  @Test
  void totalLimitBoundsTheWaitForAToken() {
    as.answer(n -> slow());
    try (ManagedBackend backend = builder().timeout(java.time.Duration.ofMillis(200)).build()) {
      BackendException late =
          catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close());

      assertThat(late).isInstanceOf(BackendTimeoutException.class);
      assertThat(late).hasMessageContaining("timeout 200ms reached in phase authorize");
    }
  }

  private static MockResponse slow() {
    return new MockResponse.Builder().headersDelay(30, TimeUnit.SECONDS).body("{}").build();
  }

  @Test
  void whoCancelsDoesNotCancelTheRequestOfTheOthers() throws Exception {
    java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
    as.answer(
        n -> {
          try {
            assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return AuthorizationServer.token("token-1", "\"expires_in\":60");
        });
    try (ManagedBackend backend = builder().build()) {
      CompletableFuture<Response> first = backend.get("/x").sendAsync();
      CompletableFuture<Response> second = backend.get("/x").sendAsync();
      Waiting.until("the token is asked for", () -> as.count() == 1);

      first.cancel(true);
      go.countDown();

      try (Response response = second.get(10, TimeUnit.SECONDS)) {
        assertThat(response.code()).isEqualTo(204);
      }
      Waiting.until("the permits are back", () -> backend.stats().leased() == 0);
    }
    assertThat(as.count()).isEqualTo(1);
    assertThat(resource.count()).isEqualTo(1);
  }

  @Test
  void closingEndsARequestForAToken() {
    as.answer(n -> slow());
    ManagedBackend backend = builder().build();
    CompletableFuture<Response> waiting = backend.get("/x").sendAsync();
    Waiting.until("the token is asked for", () -> as.count() == 1);

    backend.close(ofSeconds(0));

    assertThat(waiting).failsWithin(10, TimeUnit.SECONDS);
    assertThat(refused(backend)).hasMessageContaining("the backend is closed");
  }

  @Test
  void severalOriginsAndRetriesCarryTokensToo() throws IOException {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (AuthorizationServer other = AuthorizationServer.answering(n -> empty(204));
        ManagedBackend backend =
            Backend.builder("be")
                .origins(resource.origin(), other.origin())
                .oauth2(
                    oauth2 ->
                        oauth2
                            .tokenEndpoint(as.endpoint())
                            .grantType("client_credentials")
                            .clientId("a")
                            .clientSecret("b"))
                .build()) {
      for (int i = 0; i < 4; i++) {
        assertThat(status(backend)).isEqualTo(204);
      }
      assertThat(other.headers("Authorization")).allMatch(h -> h.startsWith("Bearer token-"));
    }
    assertThat(resource.headers("Authorization")).contains("Bearer token-1", "Bearer token-2");
  }

  @Test
  void explanationShowsTheStepsAndNoSecret() {
    try (ManagedBackend backend = builder(oauth2 -> oauth2.audience("you")).build()) {
      assertThat(backend.explain())
          .contains("oauth2.grant_type")
          .contains("client_credentials")
          .contains(as.endpoint())
          .contains("tokens [oauth2]; 1 times again with a new one after 401")
          .doesNotContain("pass+ word");
    }
  }
}
