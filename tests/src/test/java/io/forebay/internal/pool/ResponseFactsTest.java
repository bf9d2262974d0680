package io.forebay.internal.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFactsTest {
  private static final String LONG = "0123456789".repeat(20_000);

  private static Response response(String encoding, ResponseBody body) {
    Response.Builder response =
        new Response.Builder()
            .request(new Request.Builder().url("http://users/").build())
            .protocol(Protocol.HTTP_1_1)
            .code(201)
            .message("")
            .addHeader("X-A", "1")
            .addHeader("x-a", "2")
            .body(body);
    return (encoding.isEmpty() ? response : response.header("Content-Encoding", encoding)).build();
  }

  private static ResponseBody body(ByteString bytes, String type) {
    return ResponseBody.create(bytes, type == null ? null : MediaType.get(type));
  }

  private static ByteString gzip(String text) throws IOException {
    Buffer bytes = new Buffer();
    try (GzipSink sink = new GzipSink(bytes)) {
      sink.write(new Buffer().writeUtf8(text), text.length());
    }
    return bytes.readByteString();
  }

  private static Optional<String> peeked(Response response, int most) {
    return new ResponseFacts(response).body(most);
  }

  @Test
  void statusAndTheFirstOfSeveralHeadersAreTold() {
    ResponseFacts facts = new ResponseFacts(response("", body(ByteString.EMPTY, null)));

    assertThat(facts.status()).isEqualTo(201);
    assertThat(facts.header("X-a")).contains("1");
    assertThat(facts.header("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8_192, 8_193, 200_000, 1 << 20})
  void beginningIsReadAndTheWholeBodyStays(int most) throws IOException {
    ByteString plain = ByteString.encodeUtf8(LONG);
    ByteString packed = gzip(LONG);
    for (Response response :
        new Response[] {response("", body(plain, null)), response("GZip", body(packed, null))}) {
      assertThat(peeked(response, most)).contains(LONG.substring(0, Math.min(most, 200_000)));
      assertThat(peeked(response, 3)).as("again").contains("012");
      assertThat(response.body().byteString())
          .isEqualTo(response.header("Content-Encoding") == null ? plain : packed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void numberOfBytesIsBounded(int most) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> peeked(response("", body(ByteString.EMPTY, null)), most))
        .withMessage("most: " + most + " (expected: 1-1048576)");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain; charset=ISO-8859-1, true",
    "text/plain; charset=utf-8, false",
    "text/plain, false",
    "text/plain; charset=no-such, false",
    ", false",
  })
  void charsetIsTheNamedOneOrUtf8(String type, boolean latin) {
    ByteString bytes = ByteString.encodeString("\u00e4", latin ? ISO_8859_1 : UTF_8);

    assertThat(peeked(response("", body(bytes, type)), 10)).contains("\u00e4");
  }

  @Test
  void emptyBodyIsAnEmptyText() throws IOException {
    assertThat(peeked(response("", body(ByteString.EMPTY, null)), 10)).contains("");
    assertThat(peeked(response("gzip", body(gzip(""), null)), 10)).contains("");
    assertThat(peeked(response("gzip", body(ByteString.EMPTY, null)), 10))
        .as("such as that of a HEAD")
        .contains("");
  }

  /** A little that becomes a lot is unpacked only as far as it is looked at. */
  @Test
  void packedBodyIsUnpackedOnlyAsFarAsAsked() throws IOException {
    ByteString packed = gzip("0".repeat(50_000_000));

    assertThat(peeked(response("gzip", body(packed, null)), 10)).contains("0000000000");
  }

  @Test
  void bodyThatBreaksOffIsNotToldAndBreaksOffForTheCallerToo() throws IOException {
    ByteString half = gzip(LONG).substring(0, 100);
    Response unpackable = response("gzip", body(ByteString.encodeUtf8("no gzip"), null));
    Response truncated = response("gzip", body(half, null));
    Response broken = response("", broken());

    assertThat(peeked(unpackable, 10)).isEmpty();
    assertThat(unpackable.body().string()).isEqualTo("no gzip");
    assertThat(peeked(truncated, 1 << 20)).isEmpty();
    assertThat(truncated.body().byteString()).isEqualTo(half);
    assertThat(peeked(broken, 10)).isEmpty();
    assertThatThrownBy(() -> broken.body().string()).isInstanceOf(IOException.class);
  }

  private static ResponseBody broken() {
    Source source =
        new Source() {
          private boolean read;

          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            if (read) {
              throw new IOException("reset");
            }
            read = true;
            sink.writeUtf8("he");
            return 2;
          }

          @Override
          public Timeout timeout() {
            return Timeout.NONE;
          }

          @Override
          public void close() {}
        };
    BufferedSource buffered = Okio.buffer(source);
    return ResponseBody.create(buffered, null, -1);
  }

  // ---- over the wire

  private static ManagedBackend users(String origin) {
    return Backend.builder("users")
        .origin(origin)
        .customLogFields(
            f ->
                f.field(
                    "body",
                    Value.computed(
                        call -> call.response().flatMap(r -> r.body(5)).orElse("unreadable"))))
        .build();
  }

  @Test
  void callerStillGetsTheIdenticalPackedBytes() throws Exception {
    ByteString packed = gzip(LONG);
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(
          new MockResponse.Builder()
              .addHeader("Content-Encoding: gzip")
              .body(new Buffer().write(packed))
              .build());
      server.start();
      try (ManagedBackend backend = users("http://localhost:" + server.getPort());
          Response response = backend.get("/").header("Accept-Encoding", "gzip").send()) {
        assertThat(ExchangeReport.of(response).orElseThrow().logFields())
            .isEqualTo(Map.of("body", "01234"));
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.body().contentLength()).isEqualTo(packed.size());
        assertThat(response.body().byteString()).isEqualTo(packed);
      }
    }
  }

  @Test
  void bodyThatBreaksOffOnTheWireCostsTheFieldOnly() throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.truncatedBody(100, 3));
        ManagedBackend backend = users(origin.url());
        Response response = backend.get("/").send()) {
      assertThat(ExchangeReport.of(response).orElseThrow().logFields())
          .isEqualTo(Map.of("body", "unreadable"));
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(BackendException.class);
    }
  }
}
