package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.BackendException.Processed;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.spi.Phase;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both halves of an HTTP/2 exchange at once, and what comes after a body. */
class StreamingTest {
  private static final Duration SHORT = ofMillis(300);

  /** A way to send a body that is written while the response is read. */
  private interface Door {
    Response post(Backend backend, RequestBody body) throws Exception;
  }

  static List<Named<Door>> doors() {
    return List.of(
        Named.of("send", (backend, body) -> backend.post("/talk").body(body).send()),
        Named.of(
            "sendAsync",
            (backend, body) -> Futures.get(backend.post("/talk").body(body).sendAsync())),
        Named.of("newCall", (backend, body) -> backend.newCall(request(body)).execute()),
        Named.of("client", (backend, body) -> backend.client().newCall(request(body)).execute()));
  }

  private static Request request(RequestBody body) {
    return new Request.Builder().url("http://users/talk").post(body).build();
  }

  /** A body whose writer is whoever asks for its sink. */
  private static final class Talk extends RequestBody {
    private final CompletableFuture<BufferedSink> sink = new CompletableFuture<>();

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public boolean isDuplex() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink to) {
      sink.complete(to);
    }

    void say(String line) throws IOException {
      sink.join().writeUtf8(line + "\n").flush();
    }

    void end() throws IOException {
      sink.join().close();
    }
  }

  /** HTTP/2 without TLS and without asking. */
  private static MockWebServer server(MockResponse... responses) throws IOException {
    MockWebServer server = new MockWebServer();
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    for (MockResponse response : responses) {
      server.enqueue(response);
    }
    server.start();
    return server;
  }

  private static BackendBuilder backend(MockWebServer server) {
    return Wire.HTTP1.backend(server).http2PriorKnowledge(true);
  }

  /** Answers each line at once, and the end with a line of its own. */
  private static MockResponse echo() {
    return new MockResponse.Builder()
        .clearHeaders() // No length.
        .socketHandler(
            stream -> {
              try (BufferedSource heard = Okio.buffer(stream.getSource());
                  BufferedSink said = Okio.buffer(stream.getSink())) {
                for (String l = heard.readUtf8Line(); l != null; l = heard.readUtf8Line()) {
                  said.writeUtf8("echo " + l + "\n").flush();
                }
                said.writeUtf8("bye\n");
              } catch (IOException e) {
                // The caller has left.
              }
            })
        .build();
  }

  /** Answers the first line, and is silent from then on. */
  private static MockResponse listener() {
    return new MockResponse.Builder()
        .clearHeaders() // No length.
        .socketHandler(
            stream -> {
              try (BufferedSource heard = Okio.buffer(stream.getSource());
                  BufferedSink said = Okio.buffer(stream.getSink())) {
                said.writeUtf8("echo " + heard.readUtf8Line() + "\n").flush();
                heard.readByteString();
                Waiting.holds(ofSeconds(3), () -> false);
              } catch (IOException e) {
                // The caller has left.
              }
            })
        .build();
  }

  @ParameterizedTest
  @MethodSource("doors")
  void bodyIsWrittenWhileTheResponseIsRead(Door door) throws Exception {
    try (MockWebServer server = server(echo(), echo());
        ManagedBackend backend = backend(server).build()) {
      for (int i = 0; i < 2; i++) {
        Talk talk = new Talk();
        try (Response response = door.post(backend, talk)) {
          assertThat(response.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
          BufferedSource answers = response.body().source();
          for (String line : List.of("one", "two", "three")) {
            talk.say(line);
            assertThat(answers.readUtf8LineStrict()).isEqualTo("echo " + line);
          }
          assertThat(backend.stats().leased()).isEqualTo(1);
          talk.end();
          assertThat(answers.readUtf8LineStrict()).isEqualTo("bye");
          assertThat(answers.exhausted()).isTrue();
        }
        Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      }
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @Test
  void manyTalkOverOneConnection() throws Exception {
    MockResponse[] answers = new MockResponse[10];
    Arrays.setAll(answers, i -> echo());
    try (MockWebServer server = server(answers);
        ManagedBackend backend = backend(server).maxConnections(1).build()) {
      Talk[] talks = new Talk[10];
      Response[] responses = new Response[10];
      for (int i = 0; i < 10; i++) {
        talks[i] = new Talk();
        responses[i] = backend.post("/talk").body(talks[i]).send();
      }
      assertThat(backend.stats().leased()).isEqualTo(10);
      for (int i = 9; i >= 0; i--) {
        talks[i].say("line " + i);
        assertThat(responses[i].body().source().readUtf8LineStrict()).isEqualTo("echo line " + i);
      }
      for (int i = 0; i < 10; i++) {
        talks[i].end();
        responses[i].close();
      }
      Waiting.until("all permits are back", () -> backend.stats().leased() == 0);
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @Test
  void permitIsHeldUntilBothHalvesAreOver() throws Exception {
    try (MockWebServer server = server(echo());
        ManagedBackend backend = backend(server).build()) {
      Talk talk = new Talk();
      Response response = backend.post("/talk").body(talk).send();
      response.close();
      assertThat(backend.stats().leased()).isEqualTo(1);
      talk.end();
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  /** Once the end of the request was taken for the wait for a head that had long been there. */
  @Test
  void silenceAfterTheEndOfTheRequestIsTheBodys() throws Exception {
    try (MockWebServer server = server(listener());
        ManagedBackend backend = backend(server).betweenBytesTimeout(SHORT).build()) {
      Talk talk = new Talk();
      try (Response response = backend.post("/talk").body(talk).send()) {
        BufferedSource answers = response.body().source();
        talk.say("one");
        assertThat(answers.readUtf8LineStrict()).isEqualTo("echo one");
        talk.end();
        BackendTimeoutException failure = timeout(answers::readUtf8LineStrict);
        assertThat(failure.limit()).isEqualTo(Limit.BETWEEN_BYTES);
        assertThat(failure.phase()).isEqualTo(Phase.BODY);
      }
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  /** From the head on neither side can be late: OkHttp takes the limit off, as for WebSockets. */
  @Test
  void totalLimitOfATalkHoldsUntilTheHead() throws Exception {
    MockResponse late = echo().newBuilder().headersDelay(5, TimeUnit.SECONDS).build();
    try (MockWebServer server = server(late, echo());
        ManagedBackend backend = backend(server).timeout(SHORT).build()) {
      Talk unheard = new Talk();
      BackendTimeoutException failure = timeout(() -> backend.post("/talk").body(unheard).send());
      assertThat(failure.limit()).isEqualTo(Limit.TOTAL);
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);

      Talk talk = new Talk();
      try (Response response = backend.post("/talk").body(talk).send()) {
        Waiting.holds(SHORT.multipliedBy(2), () -> false);
        talk.say("still there");
        assertThat(response.body().source().readUtf8LineStrict()).isEqualTo("echo still there");
        talk.end();
      }
    }
  }

  @Test
  void cancelledTalkIsOver() throws Exception {
    try (MockWebServer server = server(echo());
        ManagedBackend backend = backend(server).build()) {
      Talk talk = new Talk();
      Call call = backend.newCall(request(talk));
      try (Response response = call.execute()) {
        CompletableFuture<Void> later = CompletableFuture.runAsync(call::cancel);
        BackendException failure =
            catchThrowableOfType(
                BackendException.class, () -> response.body().source().readUtf8LineStrict());
        assertThat(failure).isInstanceOf(BackendCancelledException.class);
        later.join();
      }
      assertThatThrownBy(() -> talk.say("too late")).isInstanceOf(IOException.class);
      assertThatThrownBy(talk::end).isInstanceOf(IOException.class);
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  /** Its stopwatch had not been started once, where the connection was there before. */
  @Test
  void timeToTheHeadIsMeasuredFromTheHeadOfTheRequest() throws Exception {
    try (MockWebServer server = server(echo(), echo());
        ManagedBackend backend = backend(server).build()) {
      for (int i = 0; i < 2; i++) {
        Talk talk = new Talk();
        try (Response response = backend.post("/talk").body(talk).send()) {
          talk.end();
          Timings timings = ExchangeReport.of(response).orElseThrow().timings();
          assertThat(timings.ttfb()).isLessThanOrEqualTo(timings.total());
        }
      }
      assertThat(backend.stats().totals().ttfb().longest()).isLessThan(ofMinutes(2));
    }
  }

  @Test
  void talkOverHttp1IsRefusedAndTheNextCallWorks() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(ok());
        ManagedBackend backend = Wire.HTTP1.backend(server).build()) {
      BackendException failure =
          catchThrowableOfType(
              BackendException.class, () -> backend.post("/talk").body(new Talk()).send());
      assertThat(failure).hasMessageContaining("Duplex connections are not supported for HTTP/1");
      assertThat(failure.requestProcessed()).isEqualTo(Processed.MAYBE);
      Waiting.until("nothing is left", () -> backend.stats().open() == 0);
      assertThat(backend.stats().leased()).isZero();
      try (Response response = backend.get("/").send()) {
        assertThat(response.body().string()).isEqualTo("ok");
      }
    }
  }

  private static MockResponse ok() {
    return new MockResponse.Builder().body("ok").build();
  }

  // ---- trailers

  private static MockResponse.Builder withTrailers(Wire wire) {
    MockResponse.Builder response = new MockResponse.Builder();
    String body = "x".repeat(100);
    return (wire == Wire.HTTP2_TLS ? response.body(body) : response.chunkedBody(body, 30))
        .trailers(Headers.of("X-Checksum", "17", "X-Rows", "3"));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void trailersAreThereAfterTheBody(Wire wire) throws Exception {
    try (MockWebServer server = wire.start(withTrailers(wire).build(), ok());
        ManagedBackend backend = wire.backend(server).build()) {
      try (Response response = backend.get("/").send()) {
        assertThat(response.body().string()).hasSize(100);
        assertThat(response.trailers().get("x-checksum")).isEqualTo("17");
        assertThat(response.trailers().get("x-rows")).isEqualTo("3");
        assertThat(response.peekTrailers()).isEqualTo(response.trailers());
      }
      try (Response response = backend.get("/").send()) {
        assertThat(response.body().string()).isEqualTo("ok");
        assertThat(response.trailers()).isEmpty();
      }
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @Test
  void trailersComeWithoutTls() throws Exception {
    try (MockWebServer server = server(withTrailers(Wire.HTTP2_TLS).build());
        ManagedBackend backend = backend(server).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).hasSize(100);
      assertThat(response.trailers().get("x-rows")).isEqualTo("3");
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void whoAsksForTrailersFirstSkipsTheBody(Wire wire) throws Exception {
    try (MockWebServer server = wire.start(withTrailers(wire).build());
        ManagedBackend backend = wire.backend(server).build();
        Response response = backend.get("/").send()) {
      assertThat(response.trailers().get("x-checksum")).isEqualTo("17");
      assertThat(response.body().source().exhausted()).isTrue();
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  /** OkHttp reads past our body for them, and once its own words for the failure came out. */
  @ParameterizedTest
  @EnumSource(Wire.class)
  void silenceBeforeTheTrailersIsALimitByItsName(Wire wire) throws Exception {
    MockResponse late = withTrailers(wire).trailersDelay(5, TimeUnit.SECONDS).build();
    try (MockWebServer server = wire.start(late, late);
        ManagedBackend backend = wire.backend(server).betweenBytesTimeout(SHORT).build()) {
      try (Response response = backend.get("/").send()) {
        assertThat(timeout(() -> response.body().string()).limit()).isEqualTo(Limit.BETWEEN_BYTES);
      }
      try (Response response = backend.get("/").send()) {
        assertThat(timeout(response::trailers).limit()).isEqualTo(Limit.BETWEEN_BYTES);
      }
      Waiting.until("the permits are back", () -> backend.stats().leased() == 0);
    }
  }

  @Test
  void bodyThatIsSkippedForItsTrailersMayNotBeTooLarge() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(withTrailers(Wire.HTTP1).build());
        ManagedBackend backend = Wire.HTTP1.backend(server).maxResponseBytes(50).build();
        Response response = backend.get("/").send()) {
      BackendTransferException failure =
          catchThrowableOfType(BackendTransferException.class, response::trailers);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_RESPONSE_TOO_LARGE);
    }
  }

  private static BackendTimeoutException timeout(ThrowingCallable call) {
    return catchThrowableOfType(BackendTimeoutException.class, call);
  }
}
