package io.forebay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.forebay.testing.ReceivedRequest.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MisbehavingOriginTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final MisbehavingOrigin origin = MisbehavingOrigin.start();

  @AfterEach
  void closingLeavesNoThread() {
    origin.close();
    assertThat(threadsOf(origin)).isEmpty();
  }

  private static List<String> threadsOf(MisbehavingOrigin origin) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("misbehaving-origin-" + origin.port() + "-"))
        .toList();
  }

  @Test
  void answers200UntilToldOtherwise() throws IOException {
    assertThat(origin.url()).isEqualTo("http://127.0.0.1:" + origin.port());
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").readAnswer()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(threadsOf(origin)).contains("misbehaving-origin-" + origin.port() + "-1");
    }
  }

  @Test
  void requestsAreKeptAsSent() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client
          .send("PUT /a?b=c HTTP/1.1\r\nHOST: x\r\nx-twice: 1\r\nA:\r\nX-Twice: \t2 \r\n")
          .send("Content-Length: 4\r\n\r\nbody")
          .readAnswer();
    }
    ReceivedRequest request = origin.takeRequest(SOON);
    assertThat(request).hasToString("PUT /a?b=c (connection 1, body 4 bytes)");
    assertThat(request.headers())
        .containsExactly(
            new Header("HOST", "x"),
            new Header("x-twice", "1"),
            new Header("A", ""),
            new Header("X-Twice", "2"),
            new Header("Content-Length", "4"));
    assertThat(request.headers("X-TWICE")).containsExactly("1", "2");
    assertThat(request.header("host")).hasValue("x");
    assertThat(request.bodyText()).isEqualTo("body");
    assertThat(origin.requests()).containsExactly(request);
  }

  @Test
  void chunkedBodiesAreReadWithExtensionsAndTrailers() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client
          .send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
          .send("3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n")
          .readAnswer();
      client.get("/next").readAnswer();
    }
    assertThat(origin.requests())
        .extracting(ReceivedRequest::target, ReceivedRequest::bodyText)
        .containsExactly(tuple("/", "abc0123456789"), tuple("/next", ""));
  }

  @Test
  void echoSaysWhatArrived() throws IOException {
    origin.respond(Behaviour.echo());
    try (RawClient client = RawClient.connect(origin)) {
      client.send("POST /\"x HTTP/1.1\r\nHost: x\r\nA: 1\r\nA: 2\r\nContent-Length: 2\r\n\r\n\t\\");
      assertThat(client.readAnswer())
          .contains("Content-Type: application/json")
          .endsWith(
              "{\"method\":\"POST\",\"target\":\"/\\\"x\",\"headers\":{\"Host\":[\"x\"],"
                  + "\"A\":[\"1\",\"2\"],\"Content-Length\":[\"2\"]},\"body\":\"\\u0009\\\\\"}");
    }
  }

  @Test
  void theBodyIsAskedForWhenTheClientWaits() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
      assertThat(client.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("x").readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void memoryIsBounded() throws IOException {
    OriginOptions small = OriginOptions.plain().withBodyLimit(3).withKeptRequests(2);
    try (MisbehavingOrigin forgetful = MisbehavingOrigin.start(small);
        RawClient client = RawClient.connect(forgetful)) {
      for (String target : List.of("/1", "/2", "/3")) {
        client.send("PUT " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
        client.readAnswer();
      }
      assertThat(forgetful.requestCount()).isEqualTo(3);
      assertThat(forgetful.requests())
          .extracting(ReceivedRequest::target, ReceivedRequest::bodyText, ReceivedRequest::bodySize)
          .containsExactly(tuple("/2", "123", 5L), tuple("/3", "123", 5L));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|Host: x|Connection: TE, Close|",
        "GET / HTTP/1.0|",
        "GET / HTTP/1.0|Connection: keep-alive|",
      })
  void closesAfterTheAnswerWhenTheClientWillNotGoOn(String head) throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.send(head.replace("|", "\r\n") + "\r\n").readRest().text())
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; GET /; request line: 'GET /'",
        "400; GET / HTTP/2; request line",
        "400; G@T / HTTP/1.1|Host: x|; request line",
        "400; GET / HTTP/1.1|; 0 Host headers",
        "400; GET / HTTP/1.1|Host: x|Host: y|; 2 Host headers",
        "400; GET / HTTP/1.1|Host: x|no colon|; header line: 'no colon'",
        "400; GET / HTTP/1.1|Host: x| folded: y|; header line: ' folded: y'",
        "400; GET / HTTP/1.1|Host: x|Content-Length: -1|; Content-Length: '-1'",
        "400; GET / HTTP/1.1|Host: x|Transfer-Encoding: gzip|; Transfer-Encoding: 'gzip'",
        "400; GET / HTTP/1.1|Host: x|Content-Length: 1|Transfer-Encoding: chunked|; Content-Length [1]",
        "400; GET / HTTP/1.1|Host: x|Transfer-Encoding: chunked||xyz; chunk size: 'xyz'",
        "400; GET / HTTP/1.1|Host: x|Transfer-Encoding: chunked||1|ab; bytes after a chunk of 1",
      })
  void malformedRequestsAreRefusedWithTheReason(int status, String request, String reason)
      throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client.send(request.replace("|", "\r\n") + "\r\n\r\n");
      assertThat(client.readRest().text()).startsWith("HTTP/1.1 " + status).contains(reason);
    }
    assertThat(origin.requestCount()).isZero();
  }

  @Test
  void aHeadBeyondItsLimitIsRefused() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nBig: " + "x".repeat(65_536));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 431 ").contains("65536 bytes");
    }
  }

  @Test
  void routesComeBeforeTheScriptAndTheScriptBeforeTheDefault() throws IOException {
    origin
        .respond(Behaviour.ok("default"))
        .enqueue(Behaviour.ok("script 1"), Behaviour.ok("script 2"))
        .route("/health", Behaviour.ok("short"))
        .route("/health/deep", Behaviour.ok("long"));
    try (RawClient client = RawClient.connect(origin)) {
      List<String> bodies = new ArrayList<>();
      for (String target : List.of("/", "/health/deep/x", "/healthz", "/a", "/b")) {
        bodies.add(client.get(target).readAnswer().replaceFirst("(?s).*\r\n\r\n", ""));
      }
      assertThat(bodies).containsExactly("script 1", "long", "short", "script 2", "default");
    }
  }

  @Test
  void routesAreForRequestsWithAPath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> origin.route("health", Behaviour.ok("")))
        .withMessageContaining("'health' (expected: /...)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> origin.route("/", Behaviour.closeOnAccept()))
        .withMessageContaining("closeOnAccept()");
  }

  @Test
  void anOpenConnectionMeetsAnAcceptBehaviourAtItsNextRequest() throws IOException {
    origin.enqueue(Behaviour.ok("1"), Behaviour.closeOnAccept(), Behaviour.ok("2"));
    try (RawClient client = RawClient.connect(origin)) {
      client.get("/").readAnswer();
      assertThat(client.get("/").readRest().text()).isEmpty();
    }
    try (RawClient client = RawClient.connect(origin)) {
      assertThat(client.get("/").readAnswer()).endsWith("2");
    }
  }

  @Test
  void connectionsAreCounted() throws IOException {
    try (RawClient first = RawClient.connect(origin);
        RawClient second = RawClient.connect(origin)) {
      origin.awaitConnections(2, SOON);
      second.get("/").readAnswer();
      first.get("/").readAnswer();
    }
    origin.awaitOpenConnections(0, SOON);
    assertThat(origin.peakConnections()).isEqualTo(2);
    assertThat(origin.connectionsAccepted()).isEqualTo(2);
    assertThat(origin.requests()).extracting(ReceivedRequest::connection).containsExactly(2, 1);
  }

  @Test
  void waitingInVainSaysWhatIsMissing() {
    String where = "origin " + origin.url() + ": ";
    Duration now = Duration.ZERO;
    assertFails(() -> origin.awaitRequests(2, now), where + "0 of 2 requests within 0 ms");
    assertFails(() -> origin.awaitConnections(1, now), where + "0 of 1 connections within 0 ms");
    assertFails(
        () -> origin.awaitOpenConnections(3, now), where + "0 open connections, not 3, within");
    assertFails(() -> origin.takeRequest(now), where + "no request after the 0 received within");
    assertFails(() -> new Gate().awaitArrivals(1, now), "gate: 0 of 1 arrivals within 0 ms");
  }

  private static void assertFails(Runnable wait, String message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(wait::run)
        .withMessageStartingWith(message);
  }

  @Test
  void requestsAreTakenInTurn() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client.get("/1").readAnswer();
      client.get("/2").readAnswer();
    }
    assertThat(origin.takeRequest(SOON).target()).isEqualTo("/1");
    assertThat(origin.takeRequest(SOON).target()).isEqualTo("/2");
    assertThat(origin.requestCount()).isEqualTo(2);
  }

  @Test
  void closingTwiceIsHarmlessAndFreesThePort() throws IOException {
    int port = origin.port();
    try (RawClient client = RawClient.connect(origin)) {
      client.get("/").readAnswer();
      origin.close();
      origin.close();
      assertThat(client.readRest().text()).isEmpty();
    }
    assertThatThrownBy(() -> RawClient.connect(origin)).isInstanceOf(IOException.class);
    try (MisbehavingOrigin again = MisbehavingOrigin.start(OriginOptions.plain().withPort(port))) {
      assertThat(again.port()).isEqualTo(port);
      assertThatThrownBy(() -> MisbehavingOrigin.start(OriginOptions.plain().withPort(port)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  /** Clients connect all the while: none may slip in behind the closing. */
  @Test
  void closingUnderLoadLeavesNothingBehind() throws Exception {
    for (int round = 0; round < 20; round++) {
      MisbehavingOrigin busy = MisbehavingOrigin.start().respond(Behaviour.readThenSilence());
      Thread clients = new Thread(() -> connectUntilRefused(busy));
      clients.start();
      busy.awaitConnections(5, SOON);
      busy.close();
      clients.join(SOON.toMillis());
      assertThat(threadsOf(busy)).isEmpty();
      assertThat(busy.openConnections()).isZero();
    }
  }

  private static void connectUntilRefused(MisbehavingOrigin origin) {
    List<RawClient> clients = new ArrayList<>();
    try {
      while (clients.size() < 1000) {
        clients.add(RawClient.connect(origin).get("/"));
      }
    } catch (IOException e) {
      // Closed: as it should be.
    }
    for (RawClient client : clients) {
      try (client) {
        client.readRest();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void bytesThatAreNoTextSurvive() throws IOException {
    try (RawClient client = RawClient.connect(origin)) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nA: \u00e9\r\nContent-Length: 1\r\n\r\n\u00ff");
      client.readAnswer();
    }
    ReceivedRequest request = origin.takeRequest(SOON);
    assertThat(request.header("a")).hasValue("\u00e9");
    assertThat(request.body()).containsExactly(0xff);
  }
}
