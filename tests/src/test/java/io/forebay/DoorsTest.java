package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.UnboundVariableException;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in: builder, native calls, call factory, client, refinement, registry, closing. */
class DoorsTest {
  private final MisbehavingOrigin origin =
      MisbehavingOrigin.start().respond(Behaviour.status(200, "hello", "X-Origin: yes"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(origin.url());
  }

  private ReceivedRequest received(Backend backend, BackendRequest request) throws Exception {
    try (Response response = request.send()) {
      assertThat(response.body().string()).isEqualTo(backend == null ? "" : "hello");
    }
    return origin.takeRequest(ofSeconds(5));
  }

  // ---- the builder

  @Test
  void builderListsEveryFindingAtOnce() {
    BackendBuilder wrong =
        Backend.builder("two words")
            .origin("/relative")
            .maxConnections(-1)
            .ttfbTimeout(ofSeconds(-1))
            .timeout(ofMillis(-5))
            .requestHeaders(h -> h.set("bad name", "x"))
            .basicAuth("user", "pass\nword")
            .health(h -> h.interval(Duration.ZERO));

    InvalidBackendException failure =
        catchThrowableOfType(InvalidBackendException.class, wrong::build);

    assertThat(failure.findings())
        .hasSize(8)
        .anySatisfy(f -> assertThat(f).startsWith("label contains invalid character(s)"))
        .anySatisfy(f -> assertThat(f).startsWith("the origin attribute has to contain"))
        .contains("max_connections: -1 (expected: >= 0)")
        .contains("ttfb_timeout: -1s (expected: >= 0)")
        .contains("timeout: -5ms (expected: >= 0)")
        .anySatisfy(f -> assertThat(f).startsWith("set_request_headers: not a header name"))
        .anySatisfy(f -> assertThat(f).startsWith("basic_auth: holds a control character"))
        .anySatisfy(f -> assertThat(f).startsWith("interval: 0ms"));
    assertThat(failure).hasMessageStartingWith("backend 'two words': 8 findings\n - ");
  }

  @Test
  void missingOriginIsAFinding() {
    assertThatThrownBy(() -> Backend.builder("users").build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessage("backend 'users': origin: missing (expected: an absolute URL)");
  }

  @Test
  void settingAnAttributeTwiceIsRefusedAtTheCall() {
    BackendBuilder builder = users().timeout(ofSeconds(1));

    assertThatThrownBy(() -> builder.timeout(ofSeconds(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backend 'users': timeout was already set (expected: once)");
  }

  @Test
  void unusableCertificateIsAFinding() {
    assertThatThrownBy(
            () ->
                Backend.builder("users")
                    .origin("https://localhost")
                    .tls(t -> t.ca("no PEM"))
                    .build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("tls.ca: ");
  }

  @Test
  void openDoesWhatBuildDoes() throws Exception {
    BackendSpec spec = users().pathPrefix("/v2").spec();
    try (ManagedBackend backend = Backend.open(spec)) {
      assertThat(backend.spec()).isEqualTo(spec);
      assertThat(received(backend, backend.get("/x")).target()).isEqualTo("/v2/x");
    }
  }

  // ---- native calls

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"})
  void anyMethodIsSent(String method) throws Exception {
    try (ManagedBackend backend = users().build()) {
      ReceivedRequest seen = received(backend, backend.request(method, "/x"));
      assertThat(seen.method()).isEqualTo(method);
    }
  }

  @Test
  void headHasNoBody() throws Exception {
    try (ManagedBackend backend = users().build();
        Response response = backend.head("/x").send()) {
      assertThat(response.body().string()).isEmpty();
      assertThat(response.header("X-Origin")).isEqualTo("yes");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/users/{id}        | 42          | /users/42",
        "/users/{id}        | a/b         | /users/a%2Fb",
        "/users/{id}        | a b+c       | /users/a%20b%2Bc",
        "/users/{id}        | ä€          | /users/%C3%A4%E2%82%AC",
        "/users/{id}        | %2F         | /users/%252F",
        "/users/{id}        | a?b=c#d     | /users/a%3Fb%3Dc%23d",
        "/users?name={name} | a&b=c       | /users?name=a%26b%3Dc",
        "/{a}/{a}           | x           | /x/x",
        "/a%2Fb/{c}         | x           | /a%2Fb/x",
        "/brace/{{x}        |             | /brace/%7Bx%7D",
      })
  void templatesAreFilledAndEncodedForTheirPlace(String template, String argument, String target)
      throws Exception {
    try (ManagedBackend backend = users().build()) {
      Object[] arguments = argument == null ? new Object[0] : new Object[] {argument};
      assertThat(received(backend, backend.get(template, arguments)).target()).isEqualTo(target);
    }
  }

  @Test
  void requestCarriesHeadersQueryAndBody() throws Exception {
    try (ManagedBackend backend = users().build()) {
      ReceivedRequest seen =
          received(
              backend,
              backend
                  .post("/x?a=1")
                  .header("X-One", "1")
                  .addHeader("X-One", "2")
                  .query("b", "2 3")
                  .query("c", 4)
                  .body("application/json", "{\"ä\":1}"));

      assertThat(seen.target()).isEqualTo("/x?a=1&b=2%203&c=4");
      assertThat(seen.headers("x-one")).containsExactly("1", "2");
      assertThat(seen.bodyText()).isEqualTo("{\"ä\":1}");
      assertThat(seen.headers("content-type")).containsExactly("application/json");
    }
  }

  @Test
  void nothingIsAddedUnasked() throws Exception {
    try (ManagedBackend backend = users().build()) {
      ReceivedRequest seen = received(backend, backend.get("/"));
      assertThat(seen.headers("user-agent")).isEmpty();
      assertThat(seen.headers("accept-encoding")).isEmpty();
      assertThat(seen.headers("cookie")).isEmpty();
    }
  }

  @Test
  void unboundVariableFailsBeforeAnythingIsSent() {
    try (ManagedBackend backend =
        users().requestHeaders(h -> h.set("X-Tenant", Value.template("{tenant}"))).build()) {
      assertThatThrownBy(() -> backend.get("/users/{id}").send())
          .isInstanceOf(UnboundVariableException.class)
          .hasMessageContaining("{tenant}");
      assertThatThrownBy(() -> backend.get("/users/{id}").with("tenant", "acme").sendAsync())
          .isInstanceOf(UnboundVariableException.class)
          .hasMessageContaining("{id}");
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "."})
  void variableCannotClimb(String segment) {
    try (ManagedBackend backend = users().build()) {
      assertThatThrownBy(() -> backend.get("/a/{x}/b", segment).send())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("segment");
    }
  }

  @Test
  void wrongUseIsRefusedAtTheCall() {
    try (ManagedBackend backend = users().build()) {
      assertThatThrownBy(() -> backend.get("x")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> backend.get("/x", 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> backend.request("GE T", "/x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> backend.get("/").header("a\nb", "c"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a@b, 1",
    "'a b', 1",
    "'', 1",
    "Content-Length, 5",
    "Transfer-Encoding, chunked",
    "connection, x"
  })
  void headerThatWouldBreakTheMessageIsRefused(String name, String value) {
    try (ManagedBackend backend = users().build()) {
      assertThatThrownBy(() -> backend.get("/").header(name, value))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> backend.get("/").addHeader(name, value))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusedHeaderValueIsNotShown() throws Exception {
    try (ManagedBackend backend = users().build()) {
      assertThatThrownBy(() -> backend.get("/").header("X-Api-Key", "secret\n"))
          .hasMessage("header X-Api-Key: control character at 6 of its value");
      ReceivedRequest seen = received(backend, backend.get("/").header("X-Name", "ä€"));
      assertThat(seen.headers("x-name")).hasSize(1);
    }
  }

  @Test
  void thereIsOneHost() throws Exception {
    try (ManagedBackend backend = users().build()) {
      ReceivedRequest seen =
          received(backend, backend.get("/").addHeader("Host", "a").addHeader("Host", "b"));
      assertThat(seen.headers("host")).containsExactly("b");
    }
  }

  @Test
  void originsErrorStatusIsAResponse() throws Exception {
    origin.respond(Behaviour.status(503, "sorry"));
    try (ManagedBackend backend = users().build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(503);
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    origin.respond(Behaviour.status(302, "", "Location: http://127.0.0.1:1/elsewhere"));
    try (ManagedBackend backend = users().build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(302);
    }
  }

  // ---- shape and authorization

  @Test
  void pathHeadersQueryAndLoginAreShapedInOrder() throws Exception {
    try (ManagedBackend backend =
        users()
            .path("/api/**")
            .pathPrefix("/v2")
            .requestHeaders(h -> h.remove("Cookie").set("X-Tenant", "acme").add("X-Tag", "a", "b"))
            .queryParams(q -> q.remove("debug").add("locale", "en"))
            .responseHeaders(h -> h.remove("X-Origin").set("X-Seen", "1"))
            .basicAuth("peter", "pan")
            .build()) {
      try (Response response =
          backend
              .get("/users?debug=1&q=x")
              .header("Cookie", "c")
              .header("X-Tag", "0")
              .header("Authorization", "Bearer mine")
              .send()) {
        assertThat(response.header("X-Origin")).isNull();
        assertThat(response.header("X-Seen")).isEqualTo("1");
      }
      ReceivedRequest seen = origin.takeRequest(ofSeconds(5));
      assertThat(seen.target()).isEqualTo("/v2/api/users?locale=en&q=x");
      assertThat(seen.headers("cookie")).isEmpty();
      assertThat(seen.headers("x-tenant")).containsExactly("acme");
      assertThat(seen.headers("x-tag")).containsExactly("0", "a", "b");
      assertThat(seen.headers("authorization")).containsExactly("Basic cGV0ZXI6cGFu");
    }
  }

  @Test
  void valuesMayDependOnTheCall() throws Exception {
    try (ManagedBackend backend =
        users()
            .pathPrefix("/{tenant}")
            .requestHeaders(
                h ->
                    h.set("X-Method", Value.computed(call -> call.method() + " " + call.path()))
                        .set("X-None", Value.computed(call -> null)))
            .build()) {
      ReceivedRequest seen =
          received(backend, backend.get("/x").with("tenant", "a/b").header("X-None", "kept"));
      assertThat(seen.target()).isEqualTo("/a%2Fb/x");
      assertThat(seen.headers("x-method")).containsExactly("GET /x");
      assertThat(seen.headers("x-none")).containsExactly("kept");
    }
  }

  // ---- call factory and client

  @Test
  void callGoesToTheOriginWhateverItsUrlNames() throws Exception {
    try (ManagedBackend backend = users().pathPrefix("/v2").build();
        Response response =
            backend
                .newCall(new Request.Builder().url("https://users.example/x?y=1").build())
                .execute()) {
      assertThat(response.body().string()).isEqualTo("hello");
      assertThat(ExchangeReport.of(response).orElseThrow().origin()).isEqualTo(origin.url());
    }
    ReceivedRequest seen = origin.takeRequest(ofSeconds(5));
    assertThat(seen.target()).isEqualTo("/v2/x?y=1");
    assertThat(seen.headers("host")).containsExactly("127.0.0.1:" + origin.port());
  }

  @Test
  void clientAndWhatIsDerivedFromItGoThroughTheSamePool() throws Exception {
    try (ManagedBackend backend = users().maxConnections(1).permitTimeout(ofMillis(50)).build()) {
      OkHttpClient derived =
          backend.client().newBuilder().readTimeout(Duration.ofSeconds(3)).build();
      Request request = new Request.Builder().url("http://users/").build();
      try (Response held = derived.newCall(request).execute()) {
        assertThat(held.code()).isEqualTo(200);
        assertThat(backend.stats().leased()).isEqualTo(1);
        assertThatThrownBy(() -> backend.client().newCall(request).execute())
            .isInstanceOf(BackendRefusedException.class);
      }
      assertThat(backend.stats().leased()).isZero();
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void clientWhoseListenerWasReplacedStillReturnsItsPermit() throws Exception {
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      OkHttpClient derived =
          backend.client().newBuilder().eventListener(okhttp3.EventListener.NONE).build();
      for (int i = 0; i < 3; i++) {
        derived.newCall(new Request.Builder().url("http://users/").build()).execute().close();
      }
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void listenerAddedToACallDoesNotHideOurs() throws Exception {
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      for (int i = 0; i < 3; i++) {
        var call = backend.newCall(new Request.Builder().url("http://users/").build());
        call.addEventListener(new okhttp3.EventListener() {});
        call.execute().close();
      }
      assertThat(backend.stats().leased()).isZero();
    }
  }

  // ---- refinement and registry

  @Test
  void refinementSharesThePool() throws Exception {
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      Backend admin = backend.refine(r -> r.path("/admin/**").timeout(ofSeconds(90)));
      assertThat(received(backend, backend.get("/x")).target()).isEqualTo("/x");
      assertThat(received(admin, admin.get("/x")).target()).isEqualTo("/admin/x");
      assertThat(admin.label()).isEqualTo("users");
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void refinementOfARefinementKeepsWhatItDoesNotReplace() throws Exception {
    try (ManagedBackend backend = users().build()) {
      Backend once = backend.refine(r -> r.requestHeaders(h -> h.set("X-A", "1").add("X-B", "1")));
      Backend twice = once.refine(r -> r.requestHeaders(h -> h.set("X-C", "1")));
      ReceivedRequest seen = received(twice, twice.get("/"));
      assertThat(seen.headers("x-a")).isEmpty();
      assertThat(seen.headers("x-b")).containsExactly("1");
      assertThat(seen.headers("x-c")).containsExactly("1");
    }
  }

  @Test
  void registryResolvesLabelsAndNamesNearMisses() throws Exception {
    try (BackendRegistry registry =
        BackendRegistry.builder()
            .add(users().spec())
            .add(Backend.builder("orders").origin(origin.url()).spec())
            .refinement(
                "users_admin", "users", RefinementBuilder.of("users").path("/admin/**").build())
            .open()) {
      assertThat(registry.labels()).containsExactly("users", "orders", "users_admin");
      Backend admin = registry.backend("users_admin");
      assertThat(received(admin, admin.get("/x")).target()).isEqualTo("/admin/x");
      assertThatThrownBy(() -> registry.backend("user"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("no backend 'user' (did you mean [users]?)");
    }
  }

  @Test
  void registryListsEveryFindingAndLeavesNothingOpen() {
    assertThatThrownBy(
            () ->
                BackendRegistry.builder()
                    .add(users().spec())
                    .add(users().spec())
                    .refinement("a", "rs", RefinementBuilder.of("a").build())
                    .open())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("backend labels must be unique")
        .hasMessageContaining("referenced backend \"rs\" is not defined");
  }

  @Test
  void explainShowsSettingsAndStepsButNoSecret() {
    try (ManagedBackend backend =
        users()
            .basicAuth("peter", "s3cret")
            .requestHeaders(h -> h.set("X-Key", Value.secret("t0ken")))
            .build()) {
      assertThat(backend.explain())
          .contains("backend 'users'", "origin", "ttfb_timeout", "1m (default)")
          .containsSubsequence("OBSERVE", "RETRY", "ROUTE", "ADMIT", "SHAPE", "AUTHORIZE")
          .doesNotContain("s3cret", "t0ken");
      assertThat(backend.spec().toString()).doesNotContain("s3cret", "t0ken");
    }
  }

  // ---- failures and closing

  @Test
  void refusedConnectionSaysSo() {
    int port = origin.port();
    origin.close();
    try (ManagedBackend backend = users().build()) {
      BackendConnectException failure =
          catchThrowableOfType(BackendConnectException.class, () -> backend.get("/").send());

      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
      assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.NO);
      assertThat(failure)
          .hasMessage(
              "backend 'users': connecting to 'http://127.0.0.1:%d' failed: Connection refused",
              port);
    }
  }

  @Test
  void unknownHostSaysSo() {
    try (ManagedBackend backend =
        Backend.builder("users").origin("http://no-such-host.invalid").build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendConnectException.class)
          .hasMessageEndingWith("no such host");
    }
  }

  @Test
  void closingRefusesNewExchangesAndFailsWaiters() throws Exception {
    ManagedBackend backend = users().maxConnections(1).build();
    Response held = backend.get("/held").send();
    CompletableFuture<Response> waiting = backend.get("/waits").sendAsync();
    Waiting.until("it waits", () -> backend.stats().waiting() == 1);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(() -> backend.close(ofSeconds(10)));

    assertThatThrownBy(() -> Futures.get(waiting))
        .isInstanceOf(BackendRefusedException.class)
        .hasMessage("backend 'users': the backend is closed");
    assertThat(held.body().string()).isEqualTo("hello");
    Futures.get(closing);
    assertThatThrownBy(() -> backend.get("/").send())
        .isInstanceOf(BackendRefusedException.class)
        .hasMessage("backend 'users': the backend is closed");
    assertThat(backend.stats().open()).isZero();
  }

  @Test
  void closingCutsOffWhatOutlastsItsPatience() throws Exception {
    origin.respond(Behaviour.stalledBody(100, 10));
    ManagedBackend backend = users().build();
    Response response = backend.get("/").send();

    backend.close(ofMillis(50));

    assertThatThrownBy(() -> response.body().string()).isInstanceOf(BackendException.class);
    response.close();
    assertThat(backend.stats().open()).isZero();
  }
}
