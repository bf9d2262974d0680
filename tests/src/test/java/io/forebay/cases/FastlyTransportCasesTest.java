package io.forebay.cases;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRegistry;
import io.forebay.BackendRequest;
import io.forebay.BackendTimeoutException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.RefinementBuilder;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.BodySpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases of Fastly, VCL and Varnish about timeouts (O), about the pool (L), and about names (X), as
 * they show at a backend.
 */
class FastlyTransportCasesTest {
  private static final Duration SHORT = ofMillis(300);
  private static final Duration LONG = ofSeconds(30);

  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
  private final AtomicInteger busy = new AtomicInteger();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users")
        .origin(origin.url())
        .observer(
            new BackendObserver() {
              @Override
              public void exchangeFailed(BackendException failure) {
                busy.addAndGet(failure.kind() == ErrorKind.BACKEND_BUSY ? 1 : 0);
              }
            });
  }

  private static void ok(BackendRequest request) throws IOException {
    try (Response response = request.send()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).isEqualTo("ok");
    }
  }

  private static void ok(CompletableFuture<Response> answer) throws Exception {
    try (Response response = answer.get(10, TimeUnit.SECONDS)) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  // ---- timeouts

  @Test
  @DisplayName("O01 first byte later than the request allows")
  void firstByteAfterTheLimitOfTheRequest() {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().ttfbTimeout(LONG).build()) {
      assertTimeout(Limit.TTFB, () -> backend.get("/").ttfbTimeout(SHORT).send());
    }
  }

  private static void assertTimeout(Limit limit, ThrowingCallable call) {
    BackendTimeoutException failure = catchThrowableOfType(BackendTimeoutException.class, call);
    assertThat(failure.limit()).isEqualTo(limit);
    assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
    assertThat(failure.suggestedStatus()).isEqualTo(504);
  }

  @Test
  @DisplayName("O02 a backend's limit over the limit of all")
  void limitOfTheBackendReplacesTheDefault() throws IOException {
    origin.respond(Behaviour.delayed(SHORT.multipliedBy(3), Behaviour.ok("ok")));
    String text =
        "defaults: { ttfb_timeout: 300ms }\nbackends:\n  users: { origin: '"
            + origin.url()
            + "', ttfb_timeout: 30s }\n";
    try (BackendRegistry registry = Definitions.read(text).open()) {
      ok(registry.backend("users").get("/"));
    }
  }

  @Test
  @DisplayName("O02 a request's limit over its backend's")
  void limitOfTheRequestReplacesTheBackends() throws IOException {
    origin.respond(Behaviour.delayed(SHORT.multipliedBy(3), Behaviour.ok("ok")));
    try (ManagedBackend backend = users().ttfbTimeout(SHORT).build()) {
      ok(backend.get("/").ttfbTimeout(LONG));
    }
  }

  @Test
  @DisplayName("O03 a gap before the body that is too long")
  void gapBeyondTheLimitFailsTheBody() throws IOException {
    origin.respond(Behaviour.stalledBody(10, 0));
    try (ManagedBackend backend = users().betweenBytesTimeout(SHORT).build();
        Response response = backend.get("/").send()) {
      assertTimeout(Limit.BETWEEN_BYTES, () -> response.body().bytes());
    }
  }

  @Test
  @DisplayName("O03 gaps that are short enough")
  void gapsWithinTheLimitAreAnyNumber() throws IOException {
    origin.respond(Behaviour.slowBody("x", ofMillis(300), 10));
    try (ManagedBackend backend = users().betweenBytesTimeout(ofSeconds(2)).build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().bytes()).hasSize(10);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "O07 left out: the inherited, {backend: users}, 5",
    "O07 zero is kept as zero, '{backend: users, ttfb_timeout: 0s}', 0",
  })
  void refinementInheritsWhatItDoesNotSay(String name, String refinement, long seconds) {
    String text =
        "backends: { users: { origin: 'http://127.0.0.1:1', ttfb_timeout: 5s } }\n"
            + "refinements: { admin: "
            + refinement
            + " }\n";
    try (BackendRegistry registry = Definitions.read(text).open()) {
      assertThat(registry.backend("admin").spec().exchange().timeouts().ttfb())
          .as(name)
          .hasSeconds(seconds);
    }
  }

  @Test
  @DisplayName("O07 a request without its own limit has the inherited one again")
  void limitOfARequestEndsWithIt() throws IOException {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().ttfbTimeout(LONG).build()) {
      assertTimeout(Limit.TTFB, () -> backend.get("/").ttfbTimeout(SHORT).send());
      origin.respond(Behaviour.delayed(SHORT.multipliedBy(3), Behaviour.ok("ok")));

      ok(backend.get("/"));
    }
  }

  @Test
  @DisplayName("O08 first byte expiry")
  void firstByteExpiryIsNoResponse() {
    origin.respond(Behaviour.stalledHead());
    try (ManagedBackend backend = users().ttfbTimeout(SHORT).build()) {
      assertTimeout(Limit.TTFB, () -> backend.get("/").send());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "O08 between bytes expiry fails the read, FAIL",
    "O08 between bytes expiry ends the body, TRUNCATE"
  })
  void betweenBytesExpiryComesAfterTheStatus(String name, BodySpec.Silence choice)
      throws IOException {
    origin.respond(Behaviour.stalledBody(10, 4));
    try (ManagedBackend backend =
            users().betweenBytesTimeout(SHORT).betweenBytesExpiry(choice).build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).as(name).isEqualTo(200);
      if (choice == BodySpec.Silence.FAIL) {
        assertTimeout(Limit.BETWEEN_BYTES, () -> response.body().bytes());
      } else {
        assertThat(response.body().bytes()).hasSize(4);
      }
    }
  }

  @Test
  @DisplayName("O10 limits that are not reached do no harm")
  void generousLimitsChangeNothing() throws IOException {
    origin.respond(Behaviour.echo());
    Duration limit = ofSeconds(15);
    try (ManagedBackend backend = users().ttfbTimeout(limit).betweenBytesTimeout(limit).build();
        Response response = backend.post("/").body("text/plain", "the same").send()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).contains("\"body\":\"the same\"");
    }
  }

  // ---- the pool

  @Test
  @DisplayName("L01 a second request on a full backend that does not wait")
  void fullBackendRefusesAtOnce() throws Exception {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("ok")));
    try (ManagedBackend backend = users().maxConnections(1).permitTimeout(Duration.ZERO).build()) {
      CompletableFuture<Response> first = backend.get("/").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));

      assertBusy(backend);

      gate.open();
      ok(first);
      assertThat(busy).hasValue(1);
    }
  }

  private static void assertBusy(Backend backend) {
    BackendRefusedException failure =
        catchThrowableOfType(BackendRefusedException.class, () -> backend.get("/").send());
    assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
    assertThat(failure.suggestedStatus()).isEqualTo(503);
  }

  @Test
  @DisplayName("L02 one request after the other on a kept connection")
  void keptConnectionIsNotBusy() throws IOException {
    try (ManagedBackend backend = users().maxConnections(1).permitTimeout(Duration.ZERO).build()) {
      ok(backend.get("/"));
      ok(backend.get("/"));

      assertThat(busy).hasValue(0);
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("L03 a request that waits for the first to end")
  void whoWaitsLongEnoughIsServed() throws Exception {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("ok")));
    try (ManagedBackend backend =
        users().maxConnections(1).maxPending(1).permitTimeout(LONG).build()) {
      CompletableFuture<Response> first = backend.get("/").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));
      CompletableFuture<Response> second = backend.get("/").sendAsync();
      Waiting.until("one waits", () -> backend.stats().waiting() == 1);
      gate.open();

      ok(first);
      ok(second);
      assertThat(backend.stats().waiting()).isZero();
      assertThat(busy).hasValue(0);
    }
  }

  @Test
  @DisplayName("L04 a request that waits in vain")
  void whoWaitsInVainIsRefused() throws Exception {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("ok")));
    try (ManagedBackend backend =
        users().maxConnections(1).maxPending(1).permitTimeout(SHORT).build()) {
      CompletableFuture<Response> first = backend.get("/").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));

      assertBusy(backend);

      gate.open();
      ok(first);
      assertThat(busy).hasValue(1);
      assertThat(origin.requestCount()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("L07 a kept connection that the origin has closed")
  void requestOnADeadConnectionIsRepeatedOnce() throws IOException {
    try (ManagedBackend backend = users().build()) {
      ok(backend.get("/"));
      origin.enqueue(Behaviour.readThenClose());

      try (Response response = backend.get("/").send()) {
        assertThat(response.code()).isEqualTo(200);
        assertThat(ExchangeReport.of(response).orElseThrow().attempts()).isEqualTo(2);
      }
      assertThat(origin.requests())
          .extracting(ReceivedRequest::connection)
          .containsExactly(1, 1, 2);
    }
  }

  @Test
  @DisplayName("L12 two backends with one origin have a pool each")
  void backendsShareNoConnection() throws IOException {
    try (ManagedBackend one = users().build();
        ManagedBackend other = Backend.builder("others").origin(origin.url()).build()) {
      ok(one.get("/"));
      ok(other.get("/"));
      ok(one.get("/"));

      assertThat(origin.requests())
          .extracting(ReceivedRequest::connection)
          .containsExactly(1, 2, 1);
      assertThat(one.stats().idle()).isEqualTo(1);
    }
  }

  /** OkHttp looks at the oldest first; what matters is that the rest can go. */
  @Test
  @DisplayName("L13 of two idle connections the same one serves, here the first that was made")
  void oneOfTheIdleConnectionsServes() throws Exception {
    Gate first = new Gate();
    Gate second = new Gate();
    origin.enqueue(
        Behaviour.hold(first, Behaviour.ok("ok")), Behaviour.hold(second, Behaviour.ok("ok")));
    try (ManagedBackend backend = users().build()) {
      CompletableFuture<Response> one = backend.get("/").sendAsync();
      first.awaitArrivals(1, ofSeconds(10));
      CompletableFuture<Response> other = backend.get("/").sendAsync();
      second.awaitArrivals(1, ofSeconds(10));
      first.open();
      ok(one);
      second.open();
      ok(other);
      Waiting.until("both are idle", () -> backend.stats().idle() == 2);

      for (int i = 0; i < 3; i++) {
        ok(backend.get("/next"));
      }
      assertThat(origin.requests())
          .filteredOn(request -> request.target().equals("/next"))
          .extracting(ReceivedRequest::connection)
          .containsOnly(1);
    }
  }

  // ---- names

  @Test
  @DisplayName("X06 a name that is not known")
  void unknownNameIsTheCallersMistake() {
    try (BackendRegistry registry = BackendRegistry.builder().add(users().spec()).open()) {
      assertThatThrownBy(() -> registry.backend("user"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("no backend 'user' (did you mean [users]?)");
    }
  }

  static Stream<Arguments> conflicts() {
    return Stream.of(
        conflict(
            "X07 a name given twice",
            r -> r.add(spec("http://a")).add(spec("http://b")),
            "'users': backend labels must be unique"),
        conflict(
            "X07 a name given twice, for the same target",
            r -> r.add(spec("http://a")).add(spec("http://a")),
            "'users': backend labels must be unique"),
        conflict(
            "X07 a refinement with the name of a backend",
            r ->
                r.add(spec("http://a"))
                    .refinement("users", "users", RefinementBuilder.of("users").build()),
            "'users': labels of backends and refinements must be unique"));
  }

  private static Arguments conflict(
      String name, UnaryOperator<BackendRegistry.Builder> names, String finding) {
    return Arguments.of(name, names, finding);
  }

  private static BackendSpec spec(String url) {
    return Backend.builder("users").origin(url).spec();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conflicts")
  void nameStandsForOneBackend(
      String name, UnaryOperator<BackendRegistry.Builder> names, String finding) {
    assertThatThrownBy(() -> names.apply(BackendRegistry.builder()).open())
        .as(name)
        .isInstanceOfSatisfying(
            InvalidBackendException.class, e -> assertThat(e.findings()).containsExactly(finding));
  }

  @Test
  @DisplayName("X08 the words of health, and what is not known")
  void healthHasThreeWordsAndBeginsWell() {
    assertThat(List.of(Status.values()))
        .extracting(Status::text)
        .containsExactly("healthy", "failing", "unhealthy");
    try (ManagedBackend backend = users().build()) {
      assertThat(backend.health()).isEqualTo(HealthState.unprobed());
      assertThat(backend.health().healthy()).isTrue();
      assertThat(backend.health().probed()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X09 an unknown key | {origin: 'http://a', colour: b} | t:1:41: error: backends.users: unknown key 'colour'
          X09 a missing url  | {}                                | t:1:13: error: backends.users: origin: missing (expected: an absolute URL)
          """)
  void backendThatIsNoneIsFound(String name, String backend, String finding) {
    assertThatThrownBy(() -> Definitions.read("backends: { users: " + backend + " }", "t"))
        .as(name)
        .isInstanceOf(DefinitionException.class)
        .hasMessage(finding);
  }
}
