package io.forebay.testing;

import static io.forebay.testing.RawClient.End.FIN;
import static io.forebay.testing.RawClient.End.RST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.testing.RawClient.End;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class BehaviourTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final Duration NO_PAUSE = Duration.ZERO;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final MisbehavingOrigin origin = MisbehavingOrigin.start();

  @AfterEach
  void close() {
    origin.close();
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Gate openGate() {
    Gate gate = new Gate();
    gate.open();
    return gate;
  }

  static Stream<Arguments> behavioursThatKeepTheConnection() {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    return Stream.of(
        arguments(Behaviour.ok("hello"), ok("hello")),
        arguments(Behaviour.ok(new byte[] {1, 2}), ok("\1\2")),
        arguments(
            Behaviour.status(503, "busy", "Retry-After: 3"),
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nRetry-After: 3\r\n\r\nbusy"),
        arguments(Behaviour.status(204, ""), "HTTP/1.1 204 No Content\r\n\r\n"),
        arguments(Behaviour.raw("HTTP/9.9 ?\r\n\r\n\u00ff"), "HTTP/9.9 ?\r\n\r\n\u00ff"),
        arguments(Behaviour.raw(new byte[] {0, -1}), "\0\u00ff"),
        arguments(Behaviour.rawHead("HTTP/1.1 200", "A B: c"), "HTTP/1.1 200\r\nA B: c\r\n\r\n"),
        arguments(Behaviour.slowHead(NO_PAUSE), ok("slow")),
        arguments(
            Behaviour.slowBody("piece", NO_PAUSE, 2),
            CHUNKED + "5\r\npiece\r\n5\r\npiece\r\n0\r\n\r\n"),
        arguments(Behaviour.interimStorm(2, NO_PAUSE), interim + interim + ok("after the storm")),
        arguments(Behaviour.badStatusLine("NOPE"), "NOPE\r\nContent-Length: 0\r\n\r\n"),
        arguments(Behaviour.extraBytes("HTTP/1.1 "), ok("complete") + "HTTP/1.1 "),
        arguments(Behaviour.delayed(Duration.ofMillis(1), Behaviour.ok("late")), ok("late")),
        arguments(Behaviour.hold(openGate(), Behaviour.ok("held")), ok("held")),
        arguments(Behaviour.ok("a").then(Behaviour.ok("b")), ok("a") + ok("b")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatKeepTheConnection")
  void sendsTheseBytesAndServesTheNextRequest(Behaviour behaviour, String expected)
      throws IOException {
    origin.enqueue(behaviour, Behaviour.ok("next"));
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").read(expected.length())).isEqualTo(expected);
      assertThat(client.get("/").readAnswer()).isEqualTo(ok("next"));
    }
  }

  static Stream<Arguments> behavioursThatEndTheConnection() {
    String ten = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    String kept = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nkept";
    return Stream.of(
        arguments(Behaviour.readThenClose(), "", FIN),
        arguments(Behaviour.readThenReset(), "", RST),
        arguments(Behaviour.readThenCut(), "", FIN),
        arguments(Behaviour.truncatedBody(10, 4), ten + "xxxx", FIN),
        arguments(Behaviour.truncatedBody(10, 0), ten, FIN),
        arguments(Behaviour.truncatedChunked(), CHUNKED + "5\r\nwhole\r\na\r\nhalf-", FIN),
        arguments(Behaviour.staleKeepAliveClose(), kept, FIN),
        arguments(Behaviour.ok("a").then(Behaviour.readThenClose()), ok("a"), FIN),
        arguments(Behaviour.delayed(NO_PAUSE, Behaviour.readThenClose()), "", FIN),
        arguments(
            Behaviour.status(200, "", "Connection: close"),
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            FIN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatEndTheConnection")
  void sendsTheseBytesAndEndsTheConnection(Behaviour behaviour, String expected, End end)
      throws IOException {
    origin.respond(behaviour);
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").readRest()).isEqualTo(new RawClient.Rest(expected, end));
    }
    origin.awaitOpenConnections(0, SOON);
  }

  static Stream<Behaviour> behavioursThatResetAfterSomeBytes() {
    return Stream.of(Behaviour.resetBody(10, 4), Behaviour.staleKeepAliveReset());
  }

  /** How much of it arrives is up to the client's system. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatResetAfterSomeBytes")
  void resetsAfterSomeBytes(Behaviour behaviour) throws IOException {
    origin.respond(behaviour);
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").readRest().end()).isEqualTo(RST);
    }
  }

  static Stream<Arguments> behavioursThatStall() {
    return Stream.of(
        arguments(Behaviour.readThenSilence(), ""),
        arguments(Behaviour.stalledHead(), "HTTP/1.1 200 OK\r\nContent-Le"),
        arguments(Behaviour.stalledBody(10, 3), "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nxxx"),
        arguments(Behaviour.slowHead(FOR_EVER), "H"),
        arguments(Behaviour.slowBody("piece", FOR_EVER, 2), CHUNKED),
        arguments(Behaviour.interimStorm(2, FOR_EVER), "HTTP/1.1 103 Early Hints\r\n\r\n"),
        arguments(Behaviour.delayed(FOR_EVER, Behaviour.ok("late")), ""),
        arguments(Behaviour.hold(new Gate(), Behaviour.ok("held")), ""),
        arguments(Behaviour.ok("a").then(Behaviour.readThenSilence()), ok("a")),
        arguments(Behaviour.raw("only this"), "only this"));
  }

  /** Closing the origin ends the silence; until then not a byte more has come. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatStall")
  void sendsTheseBytesAndThenNothingUntilTheOriginCloses(Behaviour behaviour, String expected)
      throws IOException {
    origin.respond(behaviour);
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").read(expected.length())).isEqualTo(expected);
      origin.awaitRequests(1, SOON);
      origin.close();
      assertThat(client.readRest().text()).isEmpty();
    }
  }

  static Stream<Behaviour> behavioursThatNoticeTheClientLeaving() {
    return Stream.of(
        Behaviour.ok("x"),
        Behaviour.readThenSilence(),
        Behaviour.stalledHead(),
        Behaviour.stalledBody(10, 1),
        Behaviour.endlessBody(),
        Behaviour.endlessChunkExtension(),
        Behaviour.interimStorm(Integer.MAX_VALUE, NO_PAUSE),
        Behaviour.hugeHead(Long.MAX_VALUE - 4096));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatNoticeTheClientLeaving")
  void closesWhenTheClientLeaves(Behaviour behaviour) throws IOException {
    origin.respond(behaviour);
    try (RawClient client = RawClient.connect(origin)) {
      client.get("/");
      origin.awaitRequests(1, SOON);
    }
    origin.awaitOpenConnections(0, SOON);
  }

  static Stream<Arguments> behavioursWithoutEnd() {
    return Stream.of(
        arguments(Behaviour.endlessBody(), CHUNKED + "2000\r\nxxxx"),
        arguments(Behaviour.endlessChunkExtension(), CHUNKED + "5;extension=xxxx"),
        arguments(Behaviour.hugeHead(Long.MAX_VALUE - 4096), "HTTP/1.1 200 OK\r\nX-Filler: xxxx"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursWithoutEnd")
  void goesOnUntilTheOriginCloses(Behaviour behaviour, String beginning) throws IOException {
    origin.respond(behaviour);
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").read(1 << 20)).hasSize(1 << 20).startsWith(beginning);
      origin.close(); // its thread sits in a write that nobody reads
    }
    assertThat(origin.openConnections()).isZero();
  }

  @Test
  void hugeHeadIsAsLongAsAskedAndComplete() throws IOException {
    origin.respond(Behaviour.hugeHead(100_000));
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").readAnswer()).hasSizeBetween(100_000, 102_048);
    }
  }

  @Test
  void garbageIsNotHttp() throws IOException {
    origin.respond(Behaviour.garbage());
    try (RawClient client = RawClient.connect(origin)) {
      RawClient.Rest rest = client.get("/").readRest();
      assertThat(rest.text()).contains("\r\n").doesNotContain("HTTP");
      assertThat(rest.end()).isEqualTo(FIN);
    }
  }

  static Stream<Behaviour> behavioursThatAnswerHead() {
    return Stream.of(
        Behaviour.ok("body"),
        Behaviour.status(404, "body"),
        Behaviour.echo(),
        Behaviour.slowHead(NO_PAUSE),
        Behaviour.slowBody("body", NO_PAUSE, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behavioursThatAnswerHead")
  void headIsAnsweredWithoutABody(Behaviour behaviour) throws IOException {
    origin.enqueue(behaviour, Behaviour.readThenClose());
    try (RawClient client = RawClient.connect(origin)) {
      String text = client.request("HEAD", "/").get("/").readRest().text();
      assertThat(text).startsWith("HTTP/1.1 ").endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
    }
  }

  @Test
  void connectionIsClosedOrResetOnAccept() throws IOException {
    origin.enqueue(Behaviour.closeOnAccept(), Behaviour.resetOnAccept());
    try (RawClient first = RawClient.connect(origin)) {
      assertThat(first.readRest()).isEqualTo(new RawClient.Rest("", FIN));
    }
    try (RawClient second = RawClient.connect(origin)) {
      assertThat(second.readRest()).isEqualTo(new RawClient.Rest("", RST));
    }
  }

  @Test
  void acceptThenSilenceNeitherReadsNorWrites() throws IOException {
    origin.respond(Behaviour.acceptThenSilence());
    try (RawClient client = RawClient.connect(origin)) {
      client.get("/");
      origin.awaitConnections(1, SOON);
      origin.close();
      assertThat(client.readRest().text()).isEmpty();
      assertThat(origin.requestCount()).isZero();
    }
  }

  @Test
  void onAcceptSpeaksFirstAndThenServes() throws IOException {
    origin.enqueue(Behaviour.onAccept(Behaviour.raw("banner")), Behaviour.ok("served"));
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.read(6)).isEqualTo("banner");
      assertThat(client.get("/").readAnswer()).isEqualTo(ok("served"));
    }
  }

  @Test
  void beforeBodyAnswersWithoutReadingIt() throws IOException {
    origin.respond(Behaviour.beforeBody(Behaviour.status(413, "too large")));
    try (RawClient client = RawClient.connect(origin)) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
      assertThat(client.readRest().text()).startsWith("HTTP/1.1 413 ").endsWith("too large");
    }
    assertThat(origin.requests().get(0).bodySize()).isZero();
  }

  static Stream<Arguments> refusals() {
    Behaviour ok = Behaviour.ok("");
    Duration negative = Duration.ofMillis(-1);
    return Stream.of(
        refusal(() -> Behaviour.status(99, ""), "status: 99 (expected: 200..599)"),
        refusal(() -> Behaviour.status(204, "x"), "status: 204 with a body of 1 bytes"),
        refusal(() -> Behaviour.status(200, "", "no colon"), "header: 'no colon'"),
        refusal(() -> Behaviour.status(200, "", "A: b\r\nC: d"), "header: 'A: b"),
        refusal(() -> Behaviour.status(200, "", "Content-Length: 7"), "any but the framing"),
        refusal(() -> Behaviour.raw("\u20ac"), "up to U+00FF"),
        refusal(() -> Behaviour.slowHead(negative), "pauseBetweenBytes: PT-0.001S"),
        refusal(() -> Behaviour.slowBody("", NO_PAUSE, 1), "piece: ''"),
        refusal(() -> Behaviour.interimStorm(-1, NO_PAUSE), "count: -1 (expected: >= 0)"),
        refusal(() -> Behaviour.truncatedBody(4, 4), "truncatedBody sent: 4 (expected: 0..3)"),
        refusal(() -> Behaviour.readThenClose().then(ok), "readThenClose().then(ok(0 bytes))"),
        refusal(() -> ok.then(Behaviour.closeOnAccept()), "nothing can follow"),
        refusal(() -> Behaviour.onAccept(Behaviour.beforeBody(ok)), "not tied already"));
  }

  private static Arguments refusal(ThrowingCallable call, String message) {
    return arguments(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void refusesWhatMakesNoSense(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
  }

  @Test
  void aGateShowsHowManyAreInFlight() throws IOException {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.echo()));
    try (RawClient first = RawClient.connect(origin);
        RawClient second = RawClient.connect(origin)) {
      first.get("/1");
      second.get("/2");
      gate.awaitArrivals(2, SOON);
      assertThat(origin.openConnections()).isEqualTo(2);
      gate.open();
      assertThat(first.readAnswer()).contains("\"/1\"");
      assertThat(second.readAnswer()).contains("\"/2\"");
    }
    assertThat(gate.arrivals()).isEqualTo(2);
  }
}
