package io.forebay.cases;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendRegistry;
import io.forebay.BackendTimeoutException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Couper's cases about limits (TMO) and about the pool (POOL), as they show at a backend. */
class CouperTransportCasesTest {
  private static final Duration SHORT = ofMillis(300);

  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(origin.url());
  }

  // ---- limits

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of(
            "TMO-01 timeout before ttfb_timeout",
            change(b -> b.timeout(SHORT).ttfbTimeout(ofSeconds(30))),
            Limit.TOTAL,
            "deadline exceeded"),
        Arguments.of(
            "TMO-02 ttfb_timeout before timeout",
            change(b -> b.ttfbTimeout(SHORT).timeout(ofMinutes(1))),
            Limit.TTFB,
            "timeout awaiting response headers"));
  }

  private static UnaryOperator<BackendBuilder> change(UnaryOperator<BackendBuilder> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void silentOriginMeetsTheNearestLimit(
      String name, UnaryOperator<BackendBuilder> limits, Limit limit, String ending) {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = limits.apply(users()).build()) {
      BackendTimeoutException failure = timeout(backend);

      assertThat(failure.limit()).as(name).isEqualTo(limit);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
      assertThat(failure.suggestedStatus()).isEqualTo(504);
      assertThat(failure).hasMessageEndingWith(ending);
    }
  }

  private static BackendTimeoutException timeout(Backend backend) {
    return catchThrowableOfType(
        BackendTimeoutException.class, () -> backend.head("/").send().close());
  }

  @Test
  @DisplayName("TMO-04 nothing configured")
  void exchangeWithoutConfiguredLimitsSucceeds() throws IOException {
    try (ManagedBackend backend = users().build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  static Stream<Arguments> durations() {
    return Stream.of(
        Arguments.of("TMO-05 1s", "timeout: 1s", ofSeconds(1)),
        Arguments.of("TMO-05 0m", "timeout: 0m", Duration.ZERO),
        Arguments.of("TMO-05 1h1s1m", "timeout: 1h1s1m", ofHours(1).plusSeconds(61)),
        Arguments.of("TMO-05 left out: the default", "", ofSeconds(300)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("durations")
  void durationIsReadFromText(String name, String line, Duration duration) {
    Definitions definitions = Definitions.read(definition("http://a", line));

    assertThat(definitions.backends().get("users").exchange().timeouts().total())
        .as(name)
        .isEqualTo(duration);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TMO-06 no number  | invalid | time: invalid duration "invalid"
          TMO-06 no unit    | 1sec    | time: unknown unit "sec" in duration "1sec"
          TMO-06 below zero | -3s     | cannot be negative: '-3s'
          """)
  void durationThatIsNoneIsFoundInText(String name, String text, String problem) {
    assertThatThrownBy(() -> Definitions.read(definition("http://a", "timeout: " + text), "t"))
        .as(name)
        .isInstanceOf(DefinitionException.class)
        .hasMessage("t:4:14: error: backends.users.timeout: " + problem);
  }

  private static String definition(String url, String... lines) {
    StringBuilder text = new StringBuilder("backends:\n  users:\n    origin: " + url + "\n");
    for (String line : lines) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }

  @Test
  @DisplayName("TMO-08 response headers are not edited where there is no response")
  void responseIsNotShapedAfterATimeout() {
    AtomicInteger asked = new AtomicInteger();
    Value counted = Value.computed(call -> Integer.toString(asked.incrementAndGet()));
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend =
        users().timeout(SHORT).responseHeaders(h -> h.set("X-Backend", counted)).build()) {
      assertThat(timeout(backend).kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
      assertThat(asked).hasValue(0);
    }
  }

  private static final Map<String, Class<? extends IOException>> KINDS =
      Map.of(
          "*", IOException.class,
          "backend", BackendException.class,
          "backend_timeout", BackendTimeoutException.class);

  /** Kinds are ordered by our types: whoever handles the nearest kind is chosen. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TMO-10 be1 | *                         | *
          TMO-10 be2 | * backend                 | backend
          TMO-10 be3 | * backend backend_timeout | backend_timeout
          TMO-10 be4 | backend backend_timeout   | backend_timeout
          TMO-10 be5 | backend                   | backend
          """)
  void timeoutIsABackendError(String name, String handled, String chosen) {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().timeout(ofNanos(1)).build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/").send());

      assertThat(failure.kind().text()).as(name).isEqualTo("backend_timeout");
      assertThat(
              Stream.of("backend_timeout", "backend", "*")
                  .filter(List.of(handled.split(" "))::contains)
                  .filter(kind -> KINDS.get(kind).isInstance(failure))
                  .findFirst())
          .contains(chosen);
    }
  }

  @Test
  @DisplayName("TMO-11 an upgrade that is not answered")
  void unansweredUpgradeIsATimeout() throws Exception {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().ttfbTimeout(SHORT).build()) {
      CompletableFuture<Throwable> failed = new CompletableFuture<>();
      backend
          .client()
          .newWebSocket(
              new Request.Builder().url("http://users/ws").build(),
              new WebSocketListener() {
                @Override
                public void onFailure(WebSocket socket, Throwable failure, Response response) {
                  failed.complete(failure);
                }
              });

      assertThat(failed.get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              BackendTimeoutException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
                assertThat(failure.suggestedStatus()).isEqualTo(504);
              });
    }
  }

  // ---- the pool

  static Stream<Arguments> definedAndInline() {
    Function<String, BackendRegistry> inline =
        url ->
            BackendRegistry.builder()
                .add(Backend.builder("users").origin(url).maxConnections(1).spec())
                .open();
    Function<String, BackendRegistry> defined =
        url -> Definitions.read(definition(url, "max_connections: 1")).open();
    return Stream.of(
        Arguments.of("POOL-01 inline", inline), Arguments.of("POOL-01 defined", defined));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("definedAndInline")
  void oneConnectionServesThreeCallers(String name, Function<String, BackendRegistry> open)
      throws Exception {
    origin.respond(Behaviour.delayed(ofMillis(50), Behaviour.status(204, "")));
    try (BackendRegistry registry = open.apply(origin.url())) {
      List<CompletableFuture<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(registry.backend("users").get("/").sendAsync());
      }
      for (CompletableFuture<Response> call : calls) {
        try (Response response = call.get(10, TimeUnit.SECONDS)) {
          assertThat(response.code()).as(name).isEqualTo(204);
        }
      }
      assertThat(origin.requests()).extracting(ReceivedRequest::connection).containsOnly(1);
      assertThat(origin.requestCount()).isEqualTo(3);
    }
  }

  /** What a caller does with a backend, and with the response, if any. */
  interface Use {
    void of(Backend backend) throws Exception;
  }

  static Stream<Arguments> uses() {
    return Stream.of(
        use("POOL-03 closed unread", b -> b.get("/large").send().close()),
        use("POOL-03 closed half read", CouperTransportCasesTest::halfRead),
        use("POOL-03 read, closed", b -> b.get("/large").send().body().bytes()),
        use("POOL-03 HEAD", b -> b.head("/large").send().close()),
        use("POOL-03 async, closed unread", CouperTransportCasesTest::unreadAsync),
        use("POOL-03 async, cancelled", b -> b.get("/held").sendAsync().cancel(true)),
        use("POOL-03 broken off", CouperTransportCasesTest::brokenOff),
        use("POOL-03 never closed", CouperTransportCasesTest::neverClosed));
  }

  private static Arguments use(String name, Use use) {
    return Arguments.of(name, use);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uses")
  void permitComesBackWhateverBecomesOfTheResponse(String name, Use use) throws Exception {
    origin.route("/large", Behaviour.ok("x".repeat(200_000)));
    origin.route("/held", Behaviour.hold(new Gate(), Behaviour.ok("never")));
    origin.route("/broken", Behaviour.truncatedBody(100, 50));
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      use.of(backend);
      Waiting.until(
          name,
          () -> {
            System.gc();
            return backend.stats().leased() == 0;
          });
      try (Response next = backend.get("/next").send()) {
        assertThat(next.code()).isEqualTo(200);
      }
    }
  }

  private static void halfRead(Backend backend) throws IOException {
    try (Response response = backend.get("/large").send()) {
      assertThat(response.body().byteStream().readNBytes(1_000)).hasSize(1_000);
    }
  }

  private static void unreadAsync(Backend backend) throws Exception {
    backend.get("/large").sendAsync().get(10, TimeUnit.SECONDS).close();
  }

  private static void brokenOff(Backend backend) throws IOException {
    Response response = backend.get("/broken").send();
    assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(BackendException.class);
  }

  private static void neverClosed(Backend backend) throws IOException {
    assertThat(backend.get("/large").send().code()).isEqualTo(200);
  }
}
