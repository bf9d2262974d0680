package io.forebay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.BackendException.Processed;
import io.forebay.BackendTransferException.Received;
import io.forebay.health.Ejection;
import io.forebay.health.StatusRange;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.RetryOn;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of responses whose status nobody expects. */
class ExpectedStatusTest {
  private final MockWebServer server = new MockWebServer();
  private final MockWebServer other = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
    other.start();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private static String url(MockWebServer of) {
    return "http://localhost:" + of.getPort();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(url(server));
  }

  private void answer(int... statuses) {
    for (int status : statuses) {
      server.enqueue(response(status));
    }
  }

  private static MockResponse response(int status) {
    return new MockResponse.Builder().code(status).body("some text").setHeader("X-A", "b").build();
  }

  private static BackendTransferException failure(Backend backend) {
    return catchThrowableOfType(
        BackendTransferException.class, () -> backend.get("/a").send().close());
  }

  @Test
  void statusThatIsNotListedFailsTheExchange() throws Exception {
    answer(404);
    try (ManagedBackend backend = users().expectedStatusRanges("200", "300-399").build()) {
      BackendTransferException failure = failure(backend);

      assertThat(failure.kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS);
      assertThat(failure.kind().text()).isEqualTo("unexpected_status");
      assertThat(failure.suggestedStatus()).isEqualTo(502);
      assertThat(failure.outcome()).isEqualTo(Outcome.CONFIG);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.MAYBE);
      assertThat(failure)
          .hasMessage(
              "backend 'users': unexpected status 404 (expected: 200, 300-399) (origin %s, attempt 1)",
              url(server));
    }
  }

  @Test
  void headOfTheResponseIsReached() throws Exception {
    answer(404);
    try (ManagedBackend backend = users().expectedStatus(200).build()) {
      Received received = failure(backend).received().orElseThrow();

      assertThat(received.status()).isEqualTo(404);
      assertThat(received.headers()).containsEntry("x-a", List.of("b"));
      assertThat(received.headers().get("X-A")).containsExactly("b");
      assertThat(received).hasToString("404 [content-length, x-a] 9 bytes");
    }
  }

  @Test
  void bodyOfTheResponseIsReached() throws Exception {
    answer(404);
    server.enqueue(new MockResponse.Builder().code(404).chunkedBody("chunks", 2).build());
    server.enqueue(new MockResponse.Builder().code(404).build());
    try (ManagedBackend backend = users().expectedStatus(200).build()) {
      assertThat(body(backend)).isEqualTo(received("some text", true));
      assertThat(body(backend)).isEqualTo(received("chunks", true));
      assertThat(body(backend)).isEqualTo(received("", true));
    }
  }

  @Test
  void atMost64KibibytesOfItAreKept() throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("a".repeat(65_536)).build());
    server.enqueue(new MockResponse.Builder().code(404).body("a".repeat(65_537)).build());
    try (ManagedBackend backend = users().expectedStatus(200).build()) {
      assertThat(body(backend)).isEqualTo(received("a".repeat(65_536), true));
      assertThat(body(backend)).isEqualTo(received("a".repeat(65_536), false));
    }
  }

  @Test
  void bodyThatBreaksOffIsKeptAsFarAsItCame() throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.truncatedBody(10, 4));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).expectedStatus(404).build()) {
      Received received = failure(backend).received().orElseThrow();

      assertThat(received.status()).isEqualTo(200);
      assertThat(received.body()).hasSize(4);
      assertThat(received.complete()).isFalse();
    }
  }

  @Test
  void bodyWithoutEndCostsNoMoreThanTheLimitsOfTheCall() throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.stalledBody(10, 4));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .betweenBytesTimeout(ofMillis(100))
                .expectedStatus(404)
                .build()) {
      BackendTransferException failure = failure(backend);

      assertThat(failure.kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS);
      assertThat(failure.received().orElseThrow().body()).hasSize(4);
    }
  }

  /** What a failure has, without its headers. */
  private static Received body(Backend backend) {
    Received received = failure(backend).received().orElseThrow();
    return new Received(received.status(), Map.of(), received.body(), received.complete());
  }

  private static Received received(String body, boolean complete) {
    return new Received(404, Map.of(), body.getBytes(UTF_8), complete);
  }

  @Test
  void failureIsSerialized() throws Exception {
    answer(404);
    try (ManagedBackend backend = users().expectedStatus(200).build()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BackendTransferException failure = failure(backend);
      new ObjectOutputStream(bytes).writeObject(failure);
      Object read =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

      assertThat(((BackendTransferException) read).received()).isEqualTo(failure.received());
    }
  }

  @Test
  void otherRefusedResponsesTellTheirHeadToo() throws Exception {
    answer(200);
    server.enqueue(new MockResponse.Builder().code(200).build());
    try (ManagedBackend backend = users().maxResponseBytes(3).build()) {
      assertThat(failure(backend).received()).map(Received::status).contains(200);
    }
    server.close();
    try (ManagedBackend backend = Backend.builder("users").origin(url(other)).build()) {
      other.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      assertThat(failure(backend).received()).isEmpty();
    }
  }

  @Test
  void connectionIsGivenBack() throws Exception {
    answer(404, 404, 200);
    try (ManagedBackend backend =
        users().maxConnections(1).permitTimeout(ZERO).expectedStatus(200).build()) {
      assertThat(failure(backend)).isNotNull();
      assertThat(failure(backend)).isNotNull();
      backend.get("/a").send().close();

      server.takeRequest();
      server.takeRequest();
      assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(2);
    }
  }

  @Test
  void statusThatIsSetIsTheOneThatCounts() throws Exception {
    answer(500, 500);
    try (ManagedBackend backend = users().responseStatus(201).expectedStatus(201).build()) {
      backend.get("/a").send().close();
      BackendTransferException failure = failure(backend.refine(r -> r.expectedStatus(500)));

      assertThat(failure).hasMessageContaining("unexpected status 201 (expected: 500)");
      assertThat(failure.received()).map(Received::status).contains(500);
    }
  }

  @Test
  void statusThatIsTriedAgainIsNotJudged() throws Exception {
    answer(503, 200, 503, 503);
    try (ManagedBackend backend =
        users()
            .retries(rules -> rules.withAttempts(2).withOn(on503()))
            .expectedStatus(200)
            .build()) {
      backend.get("/a").send().close();
      BackendTransferException failure = failure(backend);

      assertThat(failure.kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS);
      assertThat(failure.attempt()).isEqualTo(2);
      assertThat(server.getRequestCount()).isEqualTo(4);
    }
  }

  private static RetryOn on503() {
    return RetryOn.DEFAULT.withStatuses(Set.of(503));
  }

  @Test
  void unexpectedStatusIsNotTriedAgain() throws Exception {
    answer(404);
    try (ManagedBackend backend =
        users().retries(rules -> rules.withAttempts(3)).expectedStatus(200).build()) {
      assertThat(failure(backend).attempt()).isEqualTo(1);
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void refinementExpectsAnotherStatusOrAny() throws Exception {
    answer(404, 404, 404);
    try (ManagedBackend backend = users().expectedStatus(200).build()) {
      backend.refine(r -> r.expectedStatus(404)).get("/a").send().close();
      backend.refine(r -> r.expectedStatus()).get("/a").send().close();
      assertThat(failure(backend).kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS);
    }
  }

  @Test
  void everyDoorJudges() throws Exception {
    answer(404, 404, 404);
    try (ManagedBackend backend =
        users().expectedStatus(List.of(StatusRange.of("200-299"))).build()) {
      CompletableFuture<Response> later = backend.get("/a").sendAsync();
      assertThatThrownBy(later::join).hasRootCauseInstanceOf(BackendTransferException.class);
      Request request = new Request.Builder().url(url(server) + "/a").build();
      assertThatThrownBy(() -> backend.newCall(request).execute().close())
          .isInstanceOf(BackendTransferException.class);
      assertThatThrownBy(() -> backend.client().newCall(request).execute().close())
          .isInstanceOf(BackendTransferException.class);
    }
  }

  // ---- who judges the origin

  @Test
  void breakerCountsTheStatusAndNothingMore() throws Exception {
    answer(404, 404, 404, 500, 500);
    BreakerSpec rules = BreakerSpec.consecutiveErrors(1, ofMinutes(1));
    try (ManagedBackend backend = users().circuitBreaker(rules).expectedStatus(200).build()) {
      for (int i = 0; i < 5; i++) {
        assertThat(failure(backend).kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS);
      }
      assertThatExceptionOfType(BackendRefusedException.class)
          .isThrownBy(() -> backend.get("/a").send().close())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.BACKEND_BREAKER_OPEN));
    }
  }

  @Test
  void originsAreNotEjectedForWhatWeDoNotExpect() throws Exception {
    List<Ejection> ejections = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      answer(404);
      other.enqueue(response(404));
    }
    try (ManagedBackend backend =
        Backend.builder("users")
            .origins(url(server), url(other))
            .expectedStatus(200)
            .observer(
                new BackendObserver() {
                  @Override
                  public void originEjected(String label, Ejection ejection) {
                    ejections.add(ejection);
                  }
                })
            .build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(failure(backend).attempt()).isEqualTo(1);
      }
    }
    assertThat(ejections).isEmpty();
  }

  @Test
  void observersHearOfAFailure() throws Exception {
    answer(404);
    List<String> heard = new ArrayList<>();
    BackendObserver observer =
        new BackendObserver() {
          @Override
          public void responseReceived(ExchangeReport report, int status) {
            heard.add("received");
          }

          @Override
          public void exchangeFailed(BackendException failure) {
            heard.add("failed " + failure.kind().text());
          }

          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            Map<String, Object> fields = entry.fields();
            heard.add("ended " + fields.get("error_type") + " " + fields.get("outcome"));
          }
        };
    try (ManagedBackend backend = users().observer(observer).expectedStatus(200).build()) {
      assertThat(failure(backend)).isNotNull();
    }
    assertThat(heard).containsExactly("failed unexpected_status", "ended unexpected_status config");
  }

  @Test
  void logTellsTheResponseThatWasRefused() throws Exception {
    answer(404);
    List<ExchangeEntry> entries = new CopyOnWriteArrayList<>();
    BackendObserver observer =
        new BackendObserver() {
          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            entries.add(entry);
          }
        };
    try (ManagedBackend backend = users().observer(observer).expectedStatus(200).build()) {
      assertThat(failure(backend)).isNotNull();
    }
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).response())
        .contains(new ExchangeEntry.Answered(404, 404, "http/1.1", 9, Map.of()));
    assertThat(entries.get(0).fields())
        .containsEntry("status", 404)
        .containsEntry("error_type", "unexpected_status");
  }

  @Test
  void webSocketIsAStatusLikeAnyOther() throws Exception {
    server.enqueue(upgrade());
    answer(200);
    server.enqueue(upgrade());
    Request request = new Request.Builder().url(url(server) + "/a").build();
    try (ManagedBackend backend =
        users().maxConnections(1).permitTimeout(ZERO).expectedStatus(200).build()) {
      assertThat(opened(backend, request)).contains("unexpected status 101 (expected: 200)");
      backend.get("/a").send().close();
      assertThat(opened(backend.refine(r -> r.expectedStatus(101)), request)).isEqualTo("open");
    }
  }

  private static MockResponse upgrade() {
    return new MockResponse.Builder().webSocketUpgrade(new WebSocketListener() {}).build();
  }

  private static String opened(Backend backend, Request request) {
    CompletableFuture<String> heard = new CompletableFuture<>();
    WebSocket socket =
        backend
            .client()
            .newWebSocket(
                request,
                new WebSocketListener() {
                  @Override
                  public void onOpen(WebSocket opened, Response response) {
                    heard.complete("open");
                  }

                  @Override
                  public void onFailure(WebSocket failed, Throwable why, Response response) {
                    heard.complete(String.valueOf(why.getMessage()));
                  }
                });
    String became = heard.join();
    socket.cancel();
    return became;
  }

  // ---- saying it

  @Test
  void explainTellsOfIt() throws Exception {
    try (ManagedBackend backend = users().expectedStatusRanges("200", "300-399").build()) {
      assertThat(backend.explain())
          .containsPattern("expected_status +\\[200, 300-399]")
          .containsPattern("OBSERVE +a response only with status 200, 300-399");
      assertThat(backend.refine(r -> r.expectedStatus()).explain())
          .doesNotContain("expected_status")
          .doesNotContain("only with status");
    }
  }

  @Test
  void whatIsNoStatusIsAFinding() {
    assertThatThrownBy(() -> users().expectedStatus(99).expectedStatusRanges("2xx").build())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("expected_status: 99 (expected: 100-999)")
        .hasMessageContaining("expected_status: '2xx' (expected: a status such as 204");
    assertThat(Optional.of(users().expectedStatus(200).spec().exchange().answer().expected()))
        .contains(List.of(StatusRange.of(200)));
  }
}
