package io.forebay.rows;

import static io.forebay.Outcome.LIMIT;
import static io.forebay.Outcome.LOCAL_REFUSED;
import static io.forebay.Outcome.NOT_SENT;
import static io.forebay.Outcome.PROTOCOL;
import static io.forebay.Outcome.RESPONSE;
import static io.forebay.Outcome.TRUNCATED;
import static io.forebay.Outcome.UNKNOWN;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.Http2Origin;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.rows.Meeting.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** P over HTTP/2, frame by frame. */
class Http2FaultsTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int MANY = 5_000;

  /** {@code :status: 200}, an entry of the static table. */
  private static final byte OK = (byte) 0x88;

  /**
   * A fault of an HTTP/2 origin.
   *
   * @param name the row's id, and the fault in words
   * @param reaction what the origin does, once
   * @param permitted what a POST that meets it may come to
   */
  record Row(String name, Http2Origin.Reaction reaction, Set<Outcome> permitted) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, Http2Origin.Reaction reaction, Outcome... permitted) {
    return new Row(name, reaction, Set.of(permitted));
  }

  static Stream<Row> messages() {
    return Stream.of(
        row("S5 a body that falls silent", x -> x.head(200), TRUNCATED),
        row("P8 a negative status", x -> x.answer(-12), PROTOCOL),
        row("P8 a status of zero", x -> x.answer(0), PROTOCOL),
        row("P9 a name in capitals", x -> x.answer(200, "X-A", "b"), PROTOCOL, UNKNOWN),
        row("P9 a value with a line break", x -> x.answer(200, "x-a", "a\r\nx-b: c"), PROTOCOL),
        row(
            "P14 less than was promised",
            x -> x.answer(200, "content-length", "9"),
            TRUNCATED,
            PROTOCOL),
        row(
            "P14 more than was promised",
            x -> x.answer(200, "content-length", "1"),
            TRUNCATED,
            PROTOCOL),
        row(
            "P14 a negative length",
            x -> x.answer(200, "content-length", "-5"),
            TRUNCATED,
            PROTOCOL),
        row("P15 a reset with an unknown code", x -> x.reset(77), UNKNOWN, PROTOCOL),
        row(
            "P15 a reset in the body",
            x -> {
              x.head(200);
              x.frame(DATA, 0, x.stream(), bytes("half"));
              x.reset(Http2Origin.INTERNAL_ERROR);
            },
            TRUNCATED,
            UNKNOWN),
        row(
            "P15 a reset without an error behind the answer",
            x -> {
              x.answer(200);
              x.reset(0);
            },
            RESPONSE));
  }

  static Stream<Row> heads() {
    return Stream.of(
        row("P16 an index beyond the table", head((byte) 0xff, (byte) 0x49), PROTOCOL, UNKNOWN),
        row("P16 a number without end", head(filled(12, 0xff)), PROTOCOL, UNKNOWN),
        row("P16 one entry, used again and again", Http2FaultsTest::bomb, LIMIT, UNKNOWN),
        row(
            "P16 fields with nothing in them",
            head(joined(new byte[] {OK}, filled(15_000, 0))),
            LIMIT,
            UNKNOWN),
        row("P16 continuations without end", x -> continuations(x, 1_000), LIMIT, UNKNOWN),
        row("P16 empty continuations", x -> continuations(x, 0), LIMIT, UNKNOWN));
  }

  static Stream<Row> floods() {
    return Stream.of(
        flood("P17 resets of streams that are none", RST_STREAM, 1_000_001, new byte[4]),
        flood("P17 priorities", PRIORITY, 1_000_001, new byte[5]),
        flood("P17 settings", SETTINGS, 0),
        row(
            "P17 empty data",
            x -> {
              x.head(200);
              repeat(x, DATA, x.stream());
            },
            LIMIT,
            UNKNOWN,
            TRUNCATED),
        row(
            "P17 pushes",
            x -> {
              for (int i = 0; i < MANY; i++) {
                x.frame(
                    PUSH_PROMISE,
                    END_HEADERS,
                    x.stream(),
                    (byte) 0,
                    (byte) 0,
                    (byte) (i >> 7),
                    (byte) (2 * i + 2),
                    OK);
              }
            },
            LIMIT,
            UNKNOWN,
            PROTOCOL));
  }

  private static Row flood(String name, int type, int stream, byte... payload) {
    return row(
        name,
        x -> {
          repeat(x, type, stream, payload);
          x.answer(200);
        },
        LIMIT,
        UNKNOWN);
  }

  /** RFC 9113 wants the connection, or the stream, ended; what OkHttp bears must not hang. */
  static Stream<Row> frames() {
    byte[] most = {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    return Stream.of(
        row(
            "P19 a frame that is too big",
            x -> {
              x.head(200);
              x.raw(
                  joined(
                      new byte[] {0, 0x4e, 0x20, DATA, 0, 0, 0, 0, (byte) x.stream()},
                      new byte[20_000]));
            },
            PROTOCOL,
            TRUNCATED),
        row(
            "P19 padding beyond the frame",
            x -> {
              x.head(200);
              x.frame(DATA, PADDED | END_STREAM, x.stream(), (byte) 200, (byte) 1);
            },
            PROTOCOL,
            TRUNCATED,
            UNKNOWN),
        row("P19 what is no frame", x -> x.raw(filled(4_096, 0xa5)), PROTOCOL, UNKNOWN),
        row(
            "P19 settings of half a length",
            then(x -> x.frame(SETTINGS, 0, 0, new byte[5])),
            PROTOCOL,
            UNKNOWN,
            RESPONSE),
        row(
            "P19 data of a stream that is none",
            then(x -> x.frame(DATA, END_STREAM, 1_000_001, bytes("x"))),
            PROTOCOL,
            UNKNOWN,
            RESPONSE,
            TRUNCATED),
        row(
            "P19 a window that grows by nothing",
            then(x -> x.frame(WINDOW_UPDATE, 0, 0, new byte[4])),
            PROTOCOL,
            UNKNOWN,
            RESPONSE,
            TRUNCATED),
        row(
            "P19 a window that overflows",
            then(
                x -> {
                  x.frame(WINDOW_UPDATE, 0, x.stream(), most);
                  x.frame(WINDOW_UPDATE, 0, x.stream(), most);
                }),
            PROTOCOL,
            UNKNOWN,
            RESPONSE,
            TRUNCATED),
        row(
            "P19 a head of a stream of the other side",
            then(x -> x.frame(HEADERS, END_HEADERS | END_STREAM, 2, OK)),
            PROTOCOL,
            UNKNOWN,
            RESPONSE,
            TRUNCATED),
        row(
            "P19 data behind the end",
            x -> {
              x.answer(200);
              x.frame(DATA, 0, x.stream(), bytes("more"));
            },
            RESPONSE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"messages", "heads", "floods", "frames"})
  void originAbusesHttp2(Row row) throws Exception {
    try (Http2Origin origin = Http2Origin.start()) {
      origin.on("/bad", row.reaction());
      try (ManagedBackend backend = users(origin).build()) {
        Ended ended = Ended.of(backend.post("/bad").body("text/plain", "once"));

        Outcome outcome = ended.failure() == null ? RESPONSE : ended.ours().outcome();
        assertThat(outcome).as(String.valueOf(ended.failure())).isIn(row.permitted());
        assertThat(origin.seen("/bad")).hasSize(1);
        Meeting.comesToRest(backend);
        assertThat(Ended.of(backend.post("/good")).body()).isEqualTo("ok");
      }
    }
  }

  /** What is beyond the streams of all connections that there may be waits in our line. */
  @ParameterizedTest(
      name = "P18 an origin that greets with setting {0} = {1} makes nobody dial more")
  @CsvSource({"3, 0", "3, 1", "4, 0"})
  void originThatTakesNothing(int setting, int value) throws Exception {
    try (Http2Origin origin = Http2Origin.start().setting(setting, value);
        ManagedBackend backend =
            users(origin)
                .maxConnections(2)
                .permitTimeout(ofMillis(500))
                .ttfbTimeout(ofMillis(500))
                .build()) {
      ExecutorService callers = Executors.newFixedThreadPool(6);
      List<Future<Ended>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(callers.submit(() -> Ended.of(backend.post("/x").body("text/plain", "once"))));
      }
      for (Future<Ended> call : calls) {
        Ended ended = call.get(20, TimeUnit.SECONDS);
        if (ended.failure() != null) {
          assertThat(ended.ours().outcome()).isIn(LOCAL_REFUSED, NOT_SENT, UNKNOWN);
        }
        assertThat(backend.stats().open()).isLessThanOrEqualTo(2);
      }
      callers.shutdown();
      Meeting.comesToRest(backend);
    }
  }

  private static BackendBuilder users(Http2Origin origin) {
    return Backend.builder("users")
        .origin(origin.url())
        .http2PriorKnowledge(true)
        .betweenBytesTimeout(ofMillis(500))
        .timeout(ofSeconds(20));
  }

  // ---- what is sent

  private static Http2Origin.Reaction then(Http2Origin.Reaction first) {
    return x -> {
      first.to(x);
      x.answer(200);
    };
  }

  private static Http2Origin.Reaction head(byte... block) {
    return x -> x.frame(HEADERS, END_HEADERS | END_STREAM, x.stream(), block);
  }

  /** A field of 4,000 bytes that enters the table, and 1,000 bytes that each stand for it. */
  private static void bomb(Http2Origin.Exchange x) throws IOException {
    byte[] value = filled(4_000, 'x');
    byte[] lengths = {OK, 0x40, 1, 'a', 0x7f, (byte) 0xa1, 0x1e}; // 4,000 as RFC 7541 writes it.
    head(joined(lengths, value, filled(1_000, 0xbe))).to(x);
  }

  private static void continuations(Http2Origin.Exchange x, int size) throws IOException {
    x.frame(HEADERS, END_STREAM, x.stream(), OK);
    for (int i = 0; i < 1_000; i++) {
      x.frame(CONTINUATION, 0, x.stream(), filled(size, 0));
    }
  }

  private static void repeat(Http2Origin.Exchange x, int type, int stream, byte... payload)
      throws IOException {
    for (int i = 0; i < MANY; i++) {
      x.frame(type, 0, stream, payload);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
