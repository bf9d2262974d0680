package io.forebay.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows are named after the fault that each of them shows, by group and mode. */
class ResponseFramesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  private static Arguments row(String id, String text) {
    return Arguments.of(id, text);
  }

  static Stream<Arguments> wellFormed() {
    return Stream.of(
        row("ok", OK + "Content-Length: 5\r\n\r\nhello"),
        row("ok-chunked", CHUNKED + "5\r\nhello\r\n0\r\n\r\n"),
        row("empty", OK + "Content-Length: 0\r\n\r\n"),
        row("P4 cl-dup-same", OK + "Content-Length: 5\r\ncontent-length: 5\r\n\r\nhello"),
        row("P5 te-upper", OK + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
        row("P5 te-tab", OK + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n"),
        row("P6 chunk-ext", CHUNKED + "5;a=b\r\nhello\r\n0\r\n\r\n"),
        row("P6 chunk-space", CHUNKED + "5 \r\nhello\r\n0\r\n\r\n"),
        row("P6 digits", CHUNKED + "00a\r\n0123456789\r\n0\r\n\r\n"),
        row("trailer-ok", CHUNKED + "1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n"),
        row("P8 status-noreason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
        row("P8 http10", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
        row("P9 hdr-empty-value", OK + "X-A:\r\nContent-Length: 0\r\n\r\n"),
        row("P9 hdr-8bit", OK + "X-A: caf\u00e9 \u00ff\r\nContent-Length: 0\r\n\r\n"),
        row("204", "HTTP/1.1 204 No Content\r\n\r\n"),
        row("304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
        row(
            "1xx-one",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + OK
                + "Content-Length: 0\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wellFormed")
  void wellFormedResponsePassesWhole(String id, String text) throws Exception {
    ResponseFrames frames = awaiting("GET");

    assertThat(accept(frames, text)).isEqualTo(text.length());
    assertThat(frames.idle()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wellFormed")
  void whatFollowsIsNotPartOfIt(String id, String text) throws Exception {
    ResponseFrames frames = awaiting("GET");

    assertThat(accept(frames, text + OK + "Content-Length: 0\r\n\r\n")).isEqualTo(text.length());
  }

  static Stream<Arguments> broken() {
    String ofData = "Content-Length: 5\r\n\r\nhello";
    return Stream.of(
        row("P4 cl-negative", OK + "Content-Length: -5\r\n\r\nhello"),
        row("P4 cl-plus", OK + "Content-Length: +5\r\n\r\nhello"),
        row("P4 cl-nonnumeric", OK + "Content-Length: five\r\n\r\nhello"),
        row("P4 cl-hex", OK + "Content-Length: 0x5\r\n\r\nhello"),
        row("P4 cl-overflow", OK + "Content-Length: 99999999999999999999\r\n\r\nhello"),
        row("P4 cl-huge", OK + "Content-Length: 9223372036854775807\r\n\r\nhello"),
        row("P4 cl-list-same", OK + "Content-Length: 5, 5\r\n\r\nhello"),
        row("P4 cl-list-diff", OK + "Content-Length: 5, 3\r\n\r\nhello"),
        row("P4 cl-dup-diff", OK + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello"),
        row("P4 cl-spaces", OK + "Content-Length: 5 5\r\n\r\nhello"),
        row("P4 cl-empty", OK + "Content-Length: \r\n\r\nhello"),
        row("P4 cl-minus-one", OK + "Content-Length: -1\r\n\r\nhello"),
        row("P5 te-and-cl", OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"),
        row("P5 te-xchunked", OK + "Transfer-Encoding: xchunked\r\n\r\n"),
        row("P5 te-gzip-chunked", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        row(
            "P5 te-chunked-chunked",
            OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
        row(
            "P5 te-chunked-identity",
            OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"),
        row("P5 te-space-colon", OK + "Transfer-Encoding : chunked\r\n\r\n"),
        row("P5 te-vtab", OK + "Transfer-Encoding: \u000bchunked\r\n\r\n"),
        row("P5 te-cl-xchunked", OK + "Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n"),
        row("P5 te-fold", OK + "Transfer-Encoding:\r\n chunked\r\n\r\n"),
        row("P5 te-http10", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        row("P6 chunk-bad-size", CHUNKED + "zz\r\nhello\r\n"),
        row("P6 chunk-negative", CHUNKED + "-5\r\nhello\r\n"),
        row("P6 chunk-plus", CHUNKED + "+5\r\nhello\r\n"),
        row("P6 chunk-0x", CHUNKED + "0x5\r\nhello\r\n"),
        row("P6 chunk-overflow", CHUNKED + "10000000000000005\r\nhello\r\n"),
        row("P6 chunk-maxlong", CHUNKED + "8000000000000005\r\nhello\r\n"),
        row("P6 chunk-lf", CHUNKED + "5\nhello\n0\n\n"),
        row("P6 chunk-no-crlf", CHUNKED + "5\r\nhello0\r\n\r\n"),
        row("P6 chunk-extra-data", CHUNKED + "5\r\nhelloWORLD\r\n0\r\n\r\n"),
        row("P6 chunk-empty-size", CHUNKED + "\r\nhello\r\n"),
        row("P6 chunk-nul", CHUNKED + "5;\0\r\nhello\r\n"),
        row("P7 chunk-ext-endless", CHUNKED + "5;" + "a".repeat(300)),
        row("P7 trailer-huge", CHUNKED + "0\r\nX: " + "a".repeat(70_000)),
        row("P7 many trailers", CHUNKED + "0\r\n" + "X: 1\r\n".repeat(300)),
        row("P8 status-neg", "HTTP/1.1 -12 Odd\r\n" + ofData),
        row("P8 status-zero", "HTTP/1.1 000 Odd\r\n" + ofData),
        row("P8 status-plus", "HTTP/1.1 +20 Odd\r\n" + ofData),
        row("P8 status-short", "HTTP/1.1 20\r\n" + ofData),
        row("P8 status-long", "HTTP/1.1 2000 OK\r\n" + ofData),
        row("P8 status-999", "HTTP/1.1 999 Odd\r\n" + ofData),
        row("P8 status-600", "HTTP/1.1 600 Odd\r\n" + ofData),
        row("P8 status-http2", "HTTP/2.0 200 OK\r\n" + ofData),
        row("P8 status-http19", "HTTP/1.9 200 OK\r\n" + ofData),
        row("P8 status-09", "<html>hello</html>"),
        row("P8 another protocol", "SSH-2.0-x"),
        row("P8 status-icy", "ICY 200 OK\r\n" + ofData),
        row("P8 status-leading-crlf", "\r\n\r\n" + OK + ofData),
        row("P8 status-lf", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        row("P8 status-lower", "http/1.1 200 OK\r\n" + ofData),
        row("P8 status-tls-alert", "\u0015\u0003\u0003\u0000\u0002\u0002("),
        row("P3 status-101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: lab\r\n\r\nhello"),
        row("P8 status-huge", "HTTP/1.1 200 " + "a".repeat(70_000)),
        row("S3 1xx-storm", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17)),
        row("P9 hdr-nul", OK + "X-A: a\0b\r\n" + ofData),
        row("P9 hdr-cr", OK + "X-A: a\rX-B: c\r\n" + ofData),
        row("P9 hdr-lf", OK + "X-A: a\nX-Inj: c\r\n" + ofData),
        row("P9 hdr-no-colon", OK + "NoColonHere\r\n" + ofData),
        row("P9 hdr-empty-name", OK + ": value\r\n" + ofData),
        row("P9 hdr-space-colon", OK + "X-A : v\r\n" + ofData),
        row("P9 hdr-fold", OK + "X-A: a\r\n b\r\n" + ofData),
        row("P9 hdr-fold-first", OK + " X-A: a\r\n" + ofData),
        row("P9 hdr-8bit-name", OK + "X-\u00c3\u00a9: v\r\n" + ofData),
        row("P9 hdr-ctl-log", OK + "X-A: \u001b[31mred\r\n" + ofData),
        row("P9 hdr-huge-one", OK + "X-A: " + "a".repeat(70_000)),
        row("P9 hdr-many", OK + "X-A: 1\r\n".repeat(300)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void brokenResponseIsRefused(String id, String text) {
    assertThatThrownBy(() -> accept(awaiting("GET"), text))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageStartingWith("the origin broke HTTP: ");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void brokenResponseIsRefusedHoweverItComes(String id, String text) {
    ResponseFrames frames = awaiting("GET");
    assertThatThrownBy(
            () -> {
              for (byte b : text.getBytes(ISO_8859_1)) {
                frames.accept(new byte[] {b}, 0, 1);
              }
            })
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void headHasNoBodyWhateverItsLength() throws Exception {
    ResponseFrames frames = awaiting("HEAD");
    String head = OK + "Content-Length: 5\r\n\r\n";

    assertThat(accept(frames, head + "hello")).isEqualTo(head.length());
  }

  @Test
  void bodyWithoutALengthEndsWithTheConnection() throws Exception {
    ResponseFrames frames = awaiting("GET");

    assertThat(accept(frames, OK + "\r\nany\0thing")).isEqualTo(OK.length() + 11);
    assertThat(frames.idle()).isFalse();
  }

  @Test
  void upgradeThatWasAskedForLeavesHttp() throws Exception {
    ResponseFrames frames = new ResponseFrames();
    frames.begin("GET", true);

    accept(frames, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\0\1\2");

    assertThat(frames.tunnels()).isTrue();
  }

  @Test
  void nothingIsAwaitedBeforeARequest() throws Exception {
    assertThat(accept(new ResponseFrames(), OK)).isZero();
  }

  /** However the bytes are cut, the response ends in the same place. */
  @Property(tries = 300)
  void cutsDoNotMatter(
      @ForAll @IntRange(max = 16) int which,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 40) Integer> cuts)
      throws Exception {
    String text = (String) wellFormed().toList().get(which).get()[1];
    byte[] bytes = (text + "left over").getBytes(ISO_8859_1);
    ResponseFrames frames = awaiting("GET");
    int at = 0;
    int next = 0;
    while (at < bytes.length && !frames.idle()) {
      int size = cuts.isEmpty() ? 7 : cuts.get(next++ % cuts.size());
      int count = Math.min(size, bytes.length - at);
      byte[] piece = Arrays.copyOfRange(bytes, at, at + count);
      at += frames.accept(piece, 0, count);
    }
    assertThat(at).isEqualTo(text.length());
  }

  /** Garbage is refused, or passes as a body: it never ends in anything else. */
  @Property(tries = 1_000)
  void garbageIsRefusedOrFollowed(@ForAll byte[] garbage) {
    ResponseFrames frames = awaiting("GET");
    try {
      assertThat(frames.accept(garbage, 0, garbage.length)).isBetween(0, garbage.length);
    } catch (ProtocolViolation refused) {
      assertThat(refused).hasMessageStartingWith("the origin broke HTTP: ");
    }
  }

  private static ResponseFrames awaiting(String method) {
    ResponseFrames frames = new ResponseFrames();
    frames.begin(method, false);
    return frames;
  }

  private static int accept(ResponseFrames frames, String text) throws ProtocolViolation {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return frames.accept(bytes, 0, bytes.length);
  }
}
