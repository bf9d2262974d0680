package io.forebay.rows;

import static io.forebay.Outcome.LIMIT;
import static io.forebay.Outcome.PROTOCOL;
import static io.forebay.Outcome.TRUNCATED;
import static io.forebay.rows.Expected.answer;
import static io.forebay.rows.Expected.failure;
import static io.forebay.spi.Phase.BODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.rows.Meeting.Ended;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** P: an origin that breaks HTTP/1.1, or uses it against us. {@link Http2FaultsTest} has HTTP/2. */
class ProtocolFaultsTest {
  private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** Of the responses that are refused, those that are HTTP, but more than is taken. */
  private static final List<String> TOO_MUCH =
      List.of(
          "P7 chunk-ext-endless",
          "P7 trailer-huge",
          "P7 many trailers",
          "P8 status-huge",
          "S3 1xx-storm",
          "P9 hdr-huge-one",
          "P9 hdr-many");

  static Stream<Row> rows() {
    return Stream.concat(
        Row.eachByGetAndPost(
            leftOver("P1 behind a 204", 204, "HTTP/1.1 204 No Content\r\n\r\n"),
            leftOver(
                "P1 behind a 304", 304, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
            leftOver("P1 behind trailers", 200, CHUNKED + "0\r\nX-A: b\r\n\r\n"),
            Row.of(
                "P7 a chunk extension without end",
                Behaviour.endlessChunkExtension(),
                failure(LIMIT)),
            Row.of(
                "P7 bytes without end behind a chunk",
                Behaviour.raw(CHUNKED + "5\r\nhello" + "x".repeat(1 << 20)),
                failure(PROTOCOL)),
            Row.of(
                "P7 trailers without end",
                Behaviour.raw(CHUNKED + "0\r\n" + "X-A: b\r\n".repeat(20_000)),
                failure(LIMIT)),
            Row.of(
                "P7 chunks of one byte",
                Behaviour.raw(CHUNKED + "1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n"),
                answer(200)),
            Row.of("P9 a head without end", Behaviour.hugeHead(1 << 20), failure(LIMIT)),
            gzip(
                "P11 gzip with a name without end",
                "\u001f\u008b\b\b\0\0\0\0\0\u0003" + "a".repeat(1 << 20),
                failure(TRUNCATED, BODY)),
            gzip(
                "P11 gzip of a thousand members",
                ServerFaultsTest.gzip("").repeat(1_000),
                failure(TRUNCATED, BODY)),
            gzip(
                    "P11 a little that unpacks to a lot",
                    ServerFaultsTest.gzip("\0".repeat(30 << 20)),
                    failure(LIMIT, BODY))
                .with(b -> b.maxResponseBytes(1 << 20))),
        Stream.of(
            Row.of(
                    "P1 a body behind an answer to HEAD",
                    Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                    answer(200).andRetires())
                .by("HEAD")));
  }

  private static Row leftOver(String name, int status, String response) {
    return Row.of(name, Behaviour.raw(response + STRAY), answer(status).andRetires());
  }

  private static Row gzip(String name, String body, Expected expected) {
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
    Expected decoded =
        new Expected(expected.outcome(), 0, expected.phase(), expected.limit(), 1, false);
    return Row.of(name, Behaviour.raw(head + body.length() + "\r\n\r\n" + body), decoded);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void originAbusesHttp(Row row) throws Exception {
    Meeting.with(row);
  }

  /**
   * P3, P4, P5, P6, P7, P8, P9: what the guard refuses fails the call that met it, and no other.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.forebay.internal.wire.ResponseFramesTest#broken")
  void brokenResponse(String id, String response) throws Exception {
    Outcome outcome = TOO_MUCH.contains(id) ? LIMIT : PROTOCOL;
    Meeting.with(Row.of(id, Behaviour.raw(response), failure(outcome)).by("POST"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.forebay.internal.wire.ResponseFramesTest#wellFormed")
  void oddButLegalResponse(String id, String response) throws Exception {
    Behaviour fault = Behaviour.raw(response);
    int status = id.startsWith("204") ? 204 : id.startsWith("304") ? 304 : 200;
    Meeting.with(Row.of(id, fault, answer(status)));
  }

  @Test
  @DisplayName("P10 trailers that would change the message or its sender are dropped")
  void forbiddenTrailers() throws Exception {
    String trailers = "Content-Length: 3\r\nAuthorization: x\r\nSet-Cookie: a=b\r\nX-Sum: 17\r\n";
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.respond(Behaviour.raw(CHUNKED + "5\r\nhello\r\n0\r\n" + trailers + "\r\n"));
      try (Response response = backend.get("/x").send()) {
        assertThat(response.body().string()).isEqualTo("hello");
        assertThat(response.trailers()).isEqualTo(Headers.of("X-Sum", "17"));
        assertThat(response.peekTrailers()).isEqualTo(Headers.of("X-Sum", "17"));
        assertThat(response.header("Set-Cookie")).isNull();
      }
    }
  }

  @Test
  @DisplayName("P11 what an unpacked body comes to is bounded by the bytes that are handed on")
  void unpackedBodyIsBounded() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxResponseBytes(100_000).build()) {
      String packed = ServerFaultsTest.gzip("\0".repeat(10 << 20));
      origin.respond(
          Behaviour.raw(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                  + packed.length()
                  + "\r\n\r\n"
                  + packed));
      long handedOn = 0;
      try (Response response = backend.get("/x").send()) {
        byte[] block = new byte[1000];
        for (int count = 0; count >= 0; count = response.body().byteStream().read(block)) {
          handedOn += count;
        }
        throw new AssertionError("all of it came");
      } catch (BackendException e) {
        assertThat(e.outcome()).isEqualTo(LIMIT);
        assertThat(e.kind()).isEqualTo(ErrorKind.BACKEND_RESPONSE_TOO_LARGE);
      }
      assertThat(handedOn).isLessThanOrEqualTo(100_000);
    }
  }

  /** {@code @} stands for another origin. */
  @ParameterizedTest(name = "P12 redirect {0} to {1} is an answer, and nobody else is asked")
  @CsvSource(
      textBlock =
          """
          302, /bad
          302, http://@/x
          307, http://@/x
          308, http://@/x
          303, //@/x
          302, http://user:password@@/x
          302, http://2130706433/x
          302, http://169.254.169.254/latest
          302, file:///etc/passwd
          302, ftp://127.0.0.1/x
          302, http:///x
          302, '::garbage::'
          301, https://@/x
          """)
  void redirect(int status, String location) throws Exception {
    try (MisbehavingOrigin foreign = MisbehavingOrigin.start();
        MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      String there = location.replaceFirst("@(?=[^@]*$)", "127.0.0.1:" + foreign.port());
      origin.respond(Behaviour.status(status, "elsewhere", "Location: " + there));
      for (String method : List.of("GET", "POST")) {
        Ended ended = Ended.of(Meeting.request(backend, method));

        assertThat(ended.failure()).isNull();
        assertThat(ended.status()).isEqualTo(status);
      }
      assertThat(Meeting.seen(origin, "/bad")).hasSize(2);
      assertThat(foreign.connectionsAccepted()).isZero();
    }
  }

  @Test
  @DisplayName("P13 cookies are handed on and never sent back")
  void cookies() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.respond(
          Behaviour.status(200, "", "Set-Cookie: a=b; Domain=com", "Set-Cookie: c=d; Path=/"));
      for (int i = 0; i < 2; i++) {
        try (Response response = backend.get("/x").send()) {
          assertThat(response.headers("Set-Cookie")).hasSize(2);
        }
      }
      assertThat(origin.requests()).hasSize(2);
      assertThat(origin.requests()).allMatch(request -> request.header("Cookie").isEmpty());
    }
  }

  @Test
  @DisplayName("P20 a plain port where TLS was meant is suspected")
  void plainPortForTls() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin("https://127.0.0.1:" + origin.port()).build()) {
      BackendException failure = Ended.of(backend.post("/bad")).ours();

      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(failure).hasMessageContaining("http instead of https?");
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("P20 a TLS port where plain HTTP was meant is suspected")
  void tlsPortForPlain() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(true));
        ManagedBackend backend =
            Backend.builder("users").origin("http://127.0.0.1:" + origin.port()).build()) {
      BackendException failure = Ended.of(backend.post("/bad")).ours();

      assertThat(failure.outcome()).isEqualTo(Outcome.PROTOCOL);
      assertThat(failure).hasMessageContaining("TLS (http instead of https?)");
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("P20 an HTTP/1 port where HTTP/2 was meant is suspected")
  void http1PortForHttp2() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).http2PriorKnowledge(true).build()) {
      BackendException failure = Ended.of(backend.post("/bad")).ours();

      assertThat(failure).hasMessageContaining("HTTP/1");
      assertThat(failure.outcome()).isEqualTo(Outcome.PROTOCOL);
      assertThat(origin.requests()).isEmpty();
    }
  }
}
