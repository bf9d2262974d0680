package io.forebay.rows;

import static io.forebay.BackendTimeoutException.Limit.BETWEEN_BYTES;
import static io.forebay.BackendTimeoutException.Limit.TTFB;
import static io.forebay.Outcome.LIMIT;
import static io.forebay.Outcome.TRUNCATED;
import static io.forebay.Outcome.UNKNOWN;
import static io.forebay.rows.Expected.answer;
import static io.forebay.rows.Expected.failure;
import static io.forebay.spi.Phase.BODY;
import static io.forebay.spi.Phase.WAIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.rows.Meeting.Ended;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S: an origin that is silent, slow, or breaks off. */
class ServerFaultsTest {
  private static final Duration SHORT = ofMillis(300);
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** Long enough for a client to have read what came before. */
  private static final Duration READ = ofMillis(500);

  static Stream<Row> rows() {
    Behaviour fin = Behaviour.readThenClose();
    return Row.eachByGetAndPost(
        Row.of("S1 a head that never comes", Behaviour.readThenSilence(), atTtfb())
            .with(b -> b.ttfbTimeout(SHORT)),
        Row.of(
                "S1 a port that accepts and says nothing",
                Behaviour.acceptThenSilence(),
                atTtfb().seen(0))
            .happeningOnce()
            .with(b -> b.ttfbTimeout(SHORT)),
        Row.of("S2 a head that stops in the middle", Behaviour.stalledHead(), atTtfb())
            .with(b -> b.ttfbTimeout(SHORT)),
        Row.of(
            "S3 interim answers without number",
            Behaviour.interimStorm(100, ZERO),
            failure(LIMIT, WAIT)),
        Row.of("S5 a body that falls silent", Behaviour.stalledBody(100, 50), silent())
            .with(b -> b.betweenBytesTimeout(SHORT)),
        Row.of(
                "S5 a chunk that falls silent",
                Behaviour.raw(CHUNKED + "a\r\nhello").then(Behaviour.readThenSilence()),
                silent())
            .with(b -> b.betweenBytesTimeout(SHORT)),
        Row.of(
            "S10 cut in the head",
            Behaviour.raw("HTTP/1.1 200 OK\r\nX-A: b").then(fin),
            failure(UNKNOWN, WAIT)),
        Row.of("S10 cut in the body", Behaviour.truncatedBody(100, 50), broken()),
        Row.of(
            "S10 reset in the body",
            Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
                .then(Behaviour.delayed(READ, Behaviour.readThenReset())),
            broken()),
        Row.of("S10 cut in a chunk", Behaviour.truncatedChunked(), broken()),
        Row.of(
            "S10 cut before the last chunk",
            Behaviour.raw(CHUNKED + "5\r\nhello\r\n").then(fin),
            broken()),
        Row.of(
            "S10 cut in the trailers",
            Behaviour.raw(CHUNKED + "5\r\nhello\r\n0\r\nX-A: b\r\n").then(fin),
            broken()),
        Row.of(
            "S11 a body without a length that is reset",
            Behaviour.raw("HTTP/1.1 200 OK\r\n\r\nhello")
                .then(Behaviour.delayed(READ, Behaviour.readThenReset())),
            broken()),
        gzip("S19 gzip that is cut short", gzip("hello hello hello").substring(0, 20)),
        gzip("S19 gzip with a wrong checksum", wrongChecksum()),
        gzip("S19 gzip with something behind it", gzip("hello") + "garbage"),
        gzip("S19 gzip of two members, of which one is read", gzip("hello") + gzip("hello")),
        gzip("S19 what is no gzip", "this is plain text"),
        gzip("S19 gzip of nothing at all", ""));
  }

  private static Expected atTtfb() {
    return failure(UNKNOWN, WAIT).at(TTFB);
  }

  private static Expected silent() {
    return failure(TRUNCATED, BODY).at(BETWEEN_BYTES);
  }

  private static Expected broken() {
    return failure(TRUNCATED, BODY);
  }

  /** What of it fails is the decoding: the response itself is whole, and its connection good. */
  private static Row gzip(String name, String body) {
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
    Behaviour fault = Behaviour.raw(head + body.length() + "\r\n\r\n" + body);
    Expected decoded = new Expected(TRUNCATED, 0, broken().phase(), broken().limit(), 1, false);
    return Row.of(name, fault, decoded);
  }

  static String gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toString(ISO_8859_1);
  }

  private static String wrongChecksum() {
    String packed = gzip("hello");
    int checksum = packed.length() - 8;
    return packed.substring(0, checksum) + "xxxx" + packed.substring(checksum + 4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void originMisbehaves(Row row) throws Exception {
    Meeting.with(row);
  }

  @Test
  @DisplayName("S6 a body that the origin does not read ends at a limit")
  void bodyThatTheOriginDoesNotRead() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).betweenBytesTimeout(SHORT).build()) {
      origin.enqueue(Behaviour.beforeBody(Behaviour.readThenSilence())).respond(Behaviour.echo());

      BackendException failure = Ended.of(backend.post("/bad").body(new Zeros(64 << 20))).ours();

      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(failure.phase()).isEqualTo(Phase.SEND);
      Meeting.comesToRest(backend);
      Meeting.nextCallWorks(backend);
    }
  }

  @Test
  @DisplayName("S12 an answer that comes before the body was sent is delivered")
  void answerBeforeTheBodyWasSent() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin
          .enqueue(Behaviour.beforeBody(Behaviour.status(413, "too much")))
          .respond(Behaviour.echo());

      Ended ended = Ended.of(backend.post("/bad").body(new Zeros(5 << 20)));

      assertThat(ended.failure()).isNull();
      assertThat(ended.status()).isEqualTo(413);
      assertThat(ended.body()).isEqualTo("too much");
      Meeting.nextCallWorks(backend);
      assertThat(origin.connectionsAccepted()).isEqualTo(2);
    }
  }

  /** As with any body that only its connection ends, nobody can tell whether it is whole. */
  @Test
  @DisplayName("S11 TLS that ends without close_notify: the body is told to be of unknown length")
  void tlsThatEndsWithoutCloseNotify() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(true));
        ManagedBackend backend =
            Keys.trusting(Backend.builder("users").origin(origin.url())).build()) {
      origin
          .enqueue(Behaviour.raw("HTTP/1.1 200 OK\r\n\r\nhello").then(Behaviour.readThenCut()))
          .respond(Behaviour.echo());

      try (Response response = backend.get("/bad").send()) {
        assertThat(response.body().contentLength()).isEqualTo(-1);
        assertThat(response.body().string()).isEqualTo("hello");
      }
      Meeting.nextCallWorks(backend);
      assertThat(origin.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("S13 an origin that says close and stays is left")
  void originThatSaysCloseAndStays() throws Exception {
    Meeting.with(
        Row.of(
            "S13",
            Behaviour.raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"),
            answer(200).andRetires()));
  }

  @Test
  @DisplayName("S13 an origin that says nothing and closes costs nothing")
  void originThatSaysNothingAndCloses() throws Exception {
    Meeting.with(
        Row.of(
            "S13",
            Behaviour.raw("HTTP/1.0 200 OK\r\n\r\nold").then(Behaviour.readThenClose()),
            answer(200).andRetires()));
  }

  /** So many bytes of nothing. */
  private static final class Zeros extends RequestBody {
    private final int size;

    Zeros(int size) {
      this.size = size;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return size;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] block = new byte[1 << 16];
      for (int left = size; left > 0; left -= block.length) {
        sink.write(block);
      }
    }
  }
}
