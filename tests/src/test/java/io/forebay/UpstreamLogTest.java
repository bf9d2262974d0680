package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.CallView;
import io.forebay.spec.LogFields;
import io.forebay.spec.RequestView;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry for each exchange, once it has ended, with all that is known of it. */
class UpstreamLogTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
  private final Heard heard = new Heard();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  /** Every entry, in order. */
  private static final class Heard implements BackendObserver {
    private final List<ExchangeEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void exchangeEnded(ExchangeEntry entry) {
      entries.add(entry);
    }

    ExchangeEntry only() {
      assertThat(entries).hasSize(1);
      return entries.get(0);
    }
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(origin.url()).observer(heard);
  }

  // ---- when

  @Test
  void entryIsWrittenOnceTheBodyIsReadToItsEnd() throws Exception {
    try (ManagedBackend backend = users().build();
        Response response = backend.get("/").send()) {
      assertThat(heard.entries).isEmpty();
      assertThat(response.body().string()).isEqualTo("hello");
      response.close();

      assertThat(heard.only().response().orElseThrow().bytes()).isEqualTo(5);
      assertThat(heard.only().failure()).isEmpty();
    }
    assertThat(heard.entries).hasSize(1);
  }

  @Test
  void entryIsWrittenOnceTheBodyIsClosedEarly() throws Exception {
    origin.respond(Behaviour.ok("0".repeat(100_000)));
    try (ManagedBackend backend = users().build()) {
      Response response = backend.get("/").send();
      response.body().source().require(10);
      assertThat(heard.entries).isEmpty();
      response.close();
      response.close();

      assertThat(heard.only().response().orElseThrow().bytes()).isBetween(10L, 99_999L);
      assertThat(heard.only().failure()).isEmpty();
      assertThat(heard.only().report().timings().total()).isPositive();
    }
  }

  @Test
  void entryTellsThatTheBodyBrokeOff() throws Exception {
    origin.respond(Behaviour.truncatedBody(100, 50));
    try (ManagedBackend backend = users().build();
        Response response = backend.get("/").send()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> response.body().string());
      response.close();

      ExchangeEntry entry = heard.only();
      assertThat(entry.failure()).contains(failure);
      assertThat(entry.response().orElseThrow().bytes()).isEqualTo(50);
      assertThat(entry.fields())
          .containsEntry("status", 200)
          .containsEntry("error_type", "backend")
          .containsEntry("message", failure.getMessage());
    }
  }

  @Test
  void entryTellsThatNoResponseCame() {
    origin.respond(Behaviour.readThenClose());
    try (ManagedBackend backend = users().build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.post("/x").send());

      assertThat(heard.only().failure()).contains(failure);
      assertThat(heard.only().response()).isEmpty();
      assertThat(heard.only().fields())
          .containsEntry("status", 0)
          .containsEntry("attempts", 1)
          .containsEntry("method", "POST")
          .doesNotContainKey("response")
          .containsEntry("message", failure.getMessage());
    }
  }

  @Test
  void entryTellsThatNothingWasSent() {
    try (ManagedBackend backend = users().formParams(f -> f.set("a", "1")).build()) {
      BackendException failure =
          catchThrowableOfType(
              BackendException.class,
              () -> backend.post("/x?y=1").body("application/x-www-form-urlencoded", "%zz").send());

      ExchangeEntry entry = heard.only();
      assertThat(entry.failure()).contains(failure);
      assertThat(entry.request().path()).isEqualTo("/x?y=1");
      assertThat(entry.fields())
          .containsEntry("attempts", 0)
          .containsEntry("error_type", "configuration");
    }
    assertThat(heard.entries).hasSize(1);
  }

  @Test
  void callToAClosedBackendIsToldToo() {
    ManagedBackend backend = users().build();
    backend.close();

    assertThatThrownBy(() -> backend.get("/").send()).isInstanceOf(BackendRefusedException.class);
    assertThat(heard.only().failure()).isPresent();
  }

  @Test
  void webSocketIsToldWhenItOpens() throws Exception {
    MockResponse upgrade =
        new MockResponse.Builder()
            .webSocketUpgrade(
                new WebSocketListener() {
                  @Override
                  public void onClosing(WebSocket socket, int code, String reason) {
                    socket.close(1000, null);
                  }
                })
            .build();
    try (MockWebServer server = Wire.HTTP1.start(upgrade);
        ManagedBackend backend =
            Wire.HTTP1
                .backend(server)
                .observer(heard)
                .responseStatus(418)
                .responseHeaders(h -> h.add("X-A", "1"))
                .build()) {
      WebSocket socket =
          backend
              .client()
              .newWebSocket(
                  new Request.Builder().url("http://users/ws").build(), new WebSocketListener() {});
      Waiting.until("it is told", () -> !heard.entries.isEmpty());
      socket.close(1000, null);
      Waiting.until("it is over", () -> backend.stats().leased() == 0);

      ExchangeEntry.Answered answered = heard.only().response().orElseThrow();
      assertThat(answered.status()).isEqualTo(101);
      assertThat(answered.shown()).as("an upgrade keeps its status").isEqualTo(101);
      assertThat(answered.bytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asynchronousExchangeIsToldInTheSameWay(boolean toItsEnd) throws Exception {
    try (ManagedBackend backend = users().build()) {
      Response response = Futures.get(backend.get("/").sendAsync());
      assertThat(heard.entries).isEmpty();
      if (toItsEnd) {
        assertThat(response.body().string()).isEqualTo("hello");
      }
      response.close();

      assertThat(heard.only().response().orElseThrow().bytes()).isEqualTo(toItsEnd ? 5 : 0);
      assertThat(heard.only().failure()).isEmpty();
    }
  }

  @Test
  void asynchronousFailureAndCancellationAreTold() throws Exception {
    origin.enqueue(Behaviour.readThenClose());
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().build()) {
      CompletableFuture<Response> failing = backend.post("/").sendAsync();
      assertThatThrownBy(() -> Futures.get(failing)).isInstanceOf(BackendTransferException.class);
      Waiting.until("the first is told", () -> heard.entries.size() == 1);
      CompletableFuture<Response> cancelled = backend.get("/").sendAsync();
      origin.awaitRequests(2, ofSeconds(10));
      cancelled.cancel(true);
      Waiting.until("the second is told", () -> heard.entries.size() == 2);

      assertThat(heard.entries.get(0).failure()).containsInstanceOf(BackendTransferException.class);
      assertThat(heard.entries.get(1).failure())
          .containsInstanceOf(BackendCancelledException.class);
    }
    assertThat(heard.entries).hasSize(2);
  }

  @Test
  void bodyThatIsTooLongIsToldOnce() throws Exception {
    try (ManagedBackend backend = users().maxResponseBytes(3).build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendTransferException.class);

      assertThat(heard.only().fields()).containsEntry("error_type", "backend_response_too_large");
    }
  }

  @Test
  void oneThatFailsCostsNobodyAnything() throws Exception {
    BackendObserver wrong =
        new BackendObserver() {
          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            throw new IllegalStateException("no idea");
          }
        };
    try (Lines lines = new Lines("io.forebay.internal.pipeline.Observers");
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).observer(wrong).observer(heard).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).isEqualTo("hello");
      assertThat(heard.entries).hasSize(1);
      assertThat(lines.all).hasSize(1).allMatch(line -> line.startsWith("WARNING: observer "));
    }
  }

  // ---- what

  @Test
  void entryTellsAllThatIsKnown() throws Exception {
    origin.respond(
        Behaviour.status(
            503,
            "sorry",
            "Content-Type: text/plain",
            "Cache-Control: no-store",
            "Cache-Control: private",
            "X-Other: 1"));
    try (ManagedBackend backend =
        users()
            .hostname("users.internal:81")
            .pathPrefix("/v2")
            .queryParams(q -> q.set("b", "2"))
            .formParams(f -> f.set("c", "3"))
            .requestHeaders(h -> h.set("User-Agent", "tests").set("X-Other", "1"))
            .responseHeaders(h -> h.set("Content-Type", "text/edited"))
            .responseStatus(418)
            .basicAuth("peter", "tell-nobody")
            .customLogFields(f -> f.field("rs", Value.template("{backend_response.status}")))
            .build()) {
      Response response =
          backend
              .put("/x?a=1")
              .addHeader("Accept", "a/b")
              .addHeader("Accept", "c/d")
              .body("text/plain", "body!")
              .send();
      response.body().string();

      Map<String, Object> fields = heard.only().fields();
      assertThat(fields)
          .containsOnlyKeys(
              "backend",
              "method",
              "url",
              "auth_user",
              "status",
              "attempts",
              "request",
              "response",
              "timings",
              "custom",
              "warnings")
          .containsEntry("backend", "users")
          .containsEntry("method", "PUT")
          .containsEntry("url", origin.url() + "/v2/x?a=1&b=2")
          .containsEntry("auth_user", "peter")
          .containsEntry("status", 418)
          .containsEntry("attempts", 1)
          .containsEntry("custom", Map.of("rs", 503))
          .containsEntry(
              "warnings", List.of("expression evaluation error: form_params: method mismatch: PUT"))
          .containsEntry(
              "request",
              Map.of(
                  "method",
                  "PUT",
                  "proto",
                  "http",
                  "origin",
                  "127.0.0.1:" + origin.port(),
                  "host",
                  "users.internal",
                  "port",
                  origin.port(),
                  "path",
                  "/v2/x?a=1&b=2",
                  "bytes",
                  5L,
                  "headers",
                  Map.of("user-agent", "tests", "accept", "a/b|c/d")))
          .containsEntry(
              "response",
              Map.of(
                  "status",
                  503,
                  "proto",
                  "http/1.1",
                  "bytes",
                  5L,
                  "headers",
                  Map.of("content-type", "text/plain", "cache-control", "no-store|private")));
      assertThat(fields.toString()).doesNotContain("tell-nobody");
    }
  }

  @Test
  void timesAreMillisecondsAndWhatDidNotHappenIsAbsent() throws Exception {
    origin.respond(Behaviour.delayed(ofMillis(20), Behaviour.ok("hello")));
    try (ManagedBackend backend = users().build()) {
      backend.get("/").send().close();
      backend.get("/").send().close();

      assertThat(timings(0)).containsKeys("total", "tcp", "ttfb").doesNotContainKey("tls");
      assertThat(timings(1)).containsKeys("total", "ttfb").doesNotContainKeys("tcp", "dns", "tls");
      assertThat((double) timings(1).get("ttfb")).isGreaterThan(10);
      assertThat((double) timings(1).get("total"))
          .isGreaterThanOrEqualTo((double) timings(1).get("ttfb"));
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> timings(int entry) {
    return (Map<String, Object>) heard.entries.get(entry).fields().get("timings");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void protocolIsTold(Wire wire) throws Exception {
    try (MockWebServer server = wire.start(new MockResponse.Builder().build());
        ManagedBackend backend = wire.backend(server).observer(heard).build()) {
      backend.get("/").send().close();

      Protocol protocol = wire == Wire.HTTP2_TLS ? Protocol.HTTP_2 : Protocol.HTTP_1_1;
      assertThat(heard.only().response().orElseThrow().protocol()).isEqualTo(protocol.toString());
      assertThat(heard.only().request().origin())
          .isEqualTo((wire == Wire.HTTP1 ? "http" : "https") + "://localhost:" + server.getPort());
    }
  }

  @Test
  void noSecretOfTheDefinitionIsTold() throws Exception {
    Value secret = Value.secret("tell-nobody");
    try (Lines lines = new Lines(UpstreamLog.LOGGER);
        ManagedBackend backend =
            users()
                .observer(UpstreamLog.create())
                .pathPrefix(Value.secret("/tell-nobody"))
                .queryParams(q -> q.set("token", secret))
                .requestHeaders(h -> h.set("User-Agent", secret).set("X-Key", secret))
                .basicAuth(secret)
                .build()) {
      backend.get("/x?a=1").send().close();

      assertThat(heard.only().request().path()).isEqualTo("/x?a=1&token=***");
      assertThat(heard.only().request().user()).as("no colon, all secret").isEmpty();
      assertThat(heard.only().fields().toString()).doesNotContain("tell-nobody");
      assertThat(heard.only().toString()).doesNotContain("tell-nobody");
      assertThat(lines.all).hasSize(1).noneMatch(line -> line.contains("tell-nobody"));
    }
    assertThat(origin.takeRequest(ofSeconds(5)).target()).contains("tell-nobody");
  }

  @Test
  void fieldThatNamesWhatASecretWasPutIntoHasStars() throws Exception {
    Value secret = Value.secret("tell-nobody");
    try (ManagedBackend backend =
        users()
            .pathPrefix(Value.secret("/tell-nobody"))
            .queryParams(q -> q.set("token", secret))
            .requestHeaders(h -> h.set("X-Key", secret).set("X-Open", "open"))
            .basicAuth("me", "tell-nobody")
            .customLogFields(UpstreamLogTest::ofWhatWasSent)
            .build()) {
      backend.get("/x?a=1").send().close();
    }
    assertThat(heard.only().report().logFields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "headers.authorization",
                "***",
                "headers.X-KEY",
                "***",
                "headers.x-open",
                "open",
                "query.token",
                "***",
                "query.a",
                "1",
                "path",
                "/x",
                "query",
                "a=1&token=***",
                "computed",
                "GET /x a=1&token=***"));
  }

  private static void ofWhatWasSent(LogFields fields) {
    Stream.of(
            "headers.authorization",
            "headers.X-KEY",
            "headers.x-open",
            "headers.x-none",
            "query.token",
            "query.a",
            "path",
            "query")
        .forEach(name -> fields.field(name, Value.template("{backend_request." + name + "}")));
    fields.field("computed", Value.computed(UpstreamLogTest::everything));
  }

  private static String everything(CallView call) {
    RequestView sent = call.sent().orElseThrow();
    return sent.method() + " " + sent.path() + " " + sent.query().orElse("");
  }

  // ---- the log

  @Test
  void responseIsInformationWhateverItsStatusAndItsLackIsAnError() throws Exception {
    origin.enqueue(Behaviour.status(500, "sorry"), Behaviour.truncatedBody(10, 5));
    origin.respond(Behaviour.readThenClose());
    try (Lines lines = new Lines("tests.upstream");
        ManagedBackend backend = users().observer(UpstreamLog.create("tests.upstream")).build()) {
      backend.get("/{{x}?y={{}").send().close();
      try (Response response = backend.get("/x").send()) {
        assertThatThrownBy(() -> response.body().string()).isInstanceOf(BackendException.class);
      }
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.post("/x").send());

      assertThat(lines.all).hasSize(3);
      assertThat(lines.all.get(0))
          .startsWith("INFO: backend=users method=GET url=" + origin.url() + "/%7Bx%7D?y={}")
          .contains("status=500")
          .containsPattern("backend 'users': GET \\S+: 500 in [0-9]+\\.[0-9]{3} ms$");
      assertThat(lines.all.get(1)).startsWith("SEVERE: ").contains("error_type=backend");
      assertThat(lines.all.get(2)).startsWith("SEVERE: ").endsWith(failure.getMessage());
    }
  }

  /** Hears one logger, until it is closed. */
  private static final class Lines extends Handler implements AutoCloseable {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger;

    Lines(String name) {
      logger = Logger.getLogger(name);
      logger.setUseParentHandlers(false);
      logger.setLevel(Level.INFO);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      all.add(line.getLevel() + ": " + new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
      logger.setLevel(null);
    }
  }
}
