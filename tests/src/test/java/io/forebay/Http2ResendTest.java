package io.forebay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.forebay.BackendException.Processed;
import io.forebay.Http2Origin.Reaction;
import io.forebay.Http2Origin.Seen;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again on HTTP/2, with the number of times that the origin saw it. */
class Http2ResendTest {
  private final Http2Origin origin = Http2Origin.start();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users")
        .origin(origin.url())
        .connectTimeout(ofSeconds(5))
        .http2PriorKnowledge(true);
  }

  private static BackendRequest request(Backend backend, String method) {
    BackendRequest request = backend.request(method, "/x");
    return method.equals("POST") ? request.body("text/plain", "some text") : request;
  }

  private static void ok(BackendRequest request) throws IOException {
    try (Response response = request.send()) {
      assertThat(response.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).isEqualTo("ok");
    }
  }

  private static void warm(Backend backend) throws IOException {
    backend.get("/warm").send().close();
  }

  // ---- what the origin may have acted on

  /** How a request that was read whole comes to nothing. */
  enum Fault {
    CLOSED(Http2Origin.Exchange::finish),
    HALF_A_HEAD_THEN_CLOSED(Fault::halfAnHeadThenClosed),
    RESET(Http2Origin.Exchange::abort),
    STREAM_RESET_WITH_INTERNAL_ERROR(x -> x.reset(Http2Origin.INTERNAL_ERROR)),
    STREAM_RESET_WITH_CANCEL(x -> x.reset(Http2Origin.CANCEL)),
    GOAWAY_COVERS_THEN_CLOSED(Fault::coveredThenClosed);

    @SuppressWarnings("ImmutableEnumChecker") // None of them has state.
    private final Reaction reaction;

    Fault(Reaction reaction) {
      this.reaction = reaction;
    }

    private static void halfAnHeadThenClosed(Http2Origin.Exchange exchange) throws IOException {
      exchange.halfAnHead();
      exchange.finish();
    }

    private static void coveredThenClosed(Http2Origin.Exchange exchange) throws IOException {
      exchange.goAwayCovering();
      exchange.finish();
    }
  }

  static Stream<Arguments> faults() {
    List<Arguments> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      rows.add(Arguments.of(fault, "GET", true, 2));
      rows.add(Arguments.of(fault, "POST", true, 1));
      rows.add(Arguments.of(fault, "GET", false, 1));
      rows.add(Arguments.of(fault, "POST", false, 1));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "S7 S8 P15 {0} {1} reused={2}: the origin sees it {3} times")
  @MethodSource("faults")
  void faultAfterTheRequestWasRead(Fault fault, String method, boolean reused, int seen)
      throws IOException {
    origin.on("/x", fault.reaction, fault.reaction, fault.reaction);
    try (ManagedBackend backend = users().build()) {
      if (reused) {
        warm(backend);
      }
      Throwable failure = catchThrowable(() -> ok(request(backend, method)));

      assertThat(failure).isInstanceOf(BackendTransferException.class);
      assertThat(((BackendException) failure).requestProcessed()).isEqualTo(Processed.MAYBE);
      assertThat(((BackendException) failure).attempt()).isEqualTo(seen);
      assertThat(origin.seen("/x")).hasSize(seen);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void getIsRepeatedOnceAndOnANewConnection(Fault fault) throws IOException {
    origin.on("/x", fault.reaction);
    try (ManagedBackend backend = users().build()) {
      warm(backend);
      ok(request(backend, "GET"));

      assertThat(origin.seen("/x"))
          .containsExactly(new Seen("GET", "/x", 1, false), new Seen("GET", "/x", 2, true));
    }
  }

  /** A client that tries the next address of a name would send it three times. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void furtherAddressesAreNoReasonToSendAgain(String method) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
      addresses.add(InetAddress.getByName(address));
    }
    try (Http2Origin three = Http2Origin.start("127.0.0.1", "127.0.0.2", "127.0.0.3");
        ManagedBackend backend =
            Backend.builder("users")
                .origin("http://origin.test:" + three.port())
                .http2PriorKnowledge(true)
                .environment(Environment.system().withNames(host -> addresses))
                .build()) {
      three.respond(Http2Origin.Exchange::finish);

      assertThat(catchThrowable(() -> ok(request(backend, method))))
          .isInstanceOf(BackendTransferException.class);
      assertThat(three.seen("/x")).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("statuses")
  void statusesAreAnswersAndNeverSentAgain(String method, int status, String name, String value)
      throws IOException {
    origin.respond(exchange -> exchange.answer(status, name, value));
    try (ManagedBackend backend = users().build();
        Response response = request(backend, method).send()) {
      assertThat(response.code()).isEqualTo(status);
      assertThat(response.header(name)).isEqualTo(value);
      assertThat(response.body().string()).isEqualTo("ok");
      assertThat(origin.seen("/x")).hasSize(1);
    }
  }

  static Stream<Arguments> statuses() {
    return Stream.of("GET", "POST")
        .flatMap(
            method ->
                Stream.of(
                    Arguments.of(method, 408, "x-a", "b"),
                    Arguments.of(method, 503, "retry-after", "0"),
                    Arguments.of(method, 421, "x-a", "b")));
  }

  // ---- what the origin certainly did not act on

  /** How an origin says goodbye behind its answer to the request before. */
  enum Goodbye {
    CLOSED(Http2Origin.Exchange::finish),
    RESET(Http2Origin.Exchange::abort),
    GOAWAY(Goodbye::goAway),
    GOAWAY_THEN_CLOSED(Fault.GOAWAY_COVERS_THEN_CLOSED.reaction);

    @SuppressWarnings("ImmutableEnumChecker") // None of them has state.
    private final Reaction reaction;

    Goodbye(Reaction reaction) {
      this.reaction = reaction;
    }

    private static void goAway(Http2Origin.Exchange exchange) throws IOException {
      exchange.goAwayCovering();
      exchange.ping();
    }
  }

  static Stream<Arguments> goodbyes() {
    return Stream.of(Goodbye.values())
        .flatMap(goodbye -> Stream.of("GET", "POST").map(m -> Arguments.of(goodbye, m)));
  }

  @ParameterizedTest(name = "S9 {0} while idle, {1}: the origin sees it once")
  @MethodSource("goodbyes")
  void connectionThatEndedWhileIdleCostsNothing(Goodbye goodbye, String method) throws IOException {
    AtomicReference<Http2Origin.Exchange> warm = new AtomicReference<>();
    origin.on(
        "/warm",
        exchange -> {
          warm.set(exchange);
          exchange.answer(200);
        });
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      warm(backend);
      goodbye.reaction.to(warm.get());
      Waiting.until("it is noticed", () -> backend.stats().open() == 0 || origin.pongs() == 1);

      ok(request(backend, method));

      assertThat(origin.seen("/x")).containsExactly(new Seen(method, "/x", 2, true));
      assertThat(backend.stats().open()).isEqualTo(1);
    }
  }

  static Stream<Arguments> methodsAndConnections() {
    return Stream.of("GET", "POST")
        .flatMap(m -> Stream.of(Arguments.of(m, true), Arguments.of(m, false)));
  }

  @ParameterizedTest(name = "P15 refused, {0} reused={1}: the origin sees it twice")
  @MethodSource("methodsAndConnections")
  void refusedStreamIsSentAgain(String method, boolean reused) throws IOException {
    sentAgain(method, reused, exchange -> exchange.reset(Http2Origin.REFUSED_STREAM));
  }

  @ParameterizedTest(
      name = "P15 GOAWAY below, {0} reused={1}: the origin sees it twice, and acts once")
  @MethodSource("methodsAndConnections")
  void goawayBelowIsSentAgain(String method, boolean reused) throws IOException {
    sentAgain(method, reused, Http2Origin.Exchange::goAwayBelow);
  }

  @ParameterizedTest(
      name =
          "P15 GOAWAY below, then closed, {0} reused={1}: the origin sees it twice, and acts once")
  @MethodSource("methodsAndConnections")
  void goawayBelowThenClosedIsSentAgain(String method, boolean reused) throws IOException {
    sentAgain(method, reused, belowThenClosed(method, reused));
  }

  @ParameterizedTest(
      name = "P15 a second GOAWAY below, {0} reused={1}: the origin sees it twice, and acts once")
  @MethodSource("methodsAndConnections")
  void secondGoawayBelowIsSentAgain(String method, boolean reused) throws IOException {
    sentAgain(
        method,
        reused,
        exchange -> {
          exchange.goAwaySomeTime();
          belowThenClosed(method, reused).to(exchange);
        });
  }

  /**
   * A client that flushes the head of a GET may find its connection closed although another thread
   * of its own has flushed it: it then knows nothing of the stream. On a new connection, where that
   * is not made good by repeating, the origin lets it read first.
   */
  private static Reaction belowThenClosed(String method, boolean reused) {
    return exchange -> {
      exchange.goAwayBelow();
      if (method.equals("GET") && !reused) {
        exchange.finishWhenRead();
      } else {
        exchange.finish();
      }
    };
  }

  private void sentAgain(String method, boolean reused, Reaction refusal) throws IOException {
    origin.on("/x", refusal);
    try (ManagedBackend backend = users().build()) {
      if (reused) {
        warm(backend);
      }
      ok(request(backend, method));

      assertThat(origin.seen("/x"))
          .extracting(Seen::method, Seen::answered)
          .containsExactly(tuple(method, false), tuple(method, true));
    }
  }

  /**
   * Larger than the windows of HTTP/2, so that the body cannot have left when the origin speaks.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goawayBelowInTheMiddleOfTheBodyIsSentAgain(boolean reused) throws IOException {
    origin.beforeBody("/x", belowThenClosed("POST", reused));
    try (ManagedBackend backend = users().build()) {
      if (reused) {
        warm(backend);
      }
      ok(backend.post("/x").body("text/plain", "x".repeat(200_000)));

      assertThat(origin.seen("/x")).extracting(Seen::answered).containsExactly(false, true);
    }
  }

  @Test
  void getsThatCrossGoawayAreSentAgain() throws Exception {
    crossing("GET");

    assertThat(origin.seen("/x")).filteredOn(Seen::answered).hasSizeGreaterThanOrEqualTo(1_000);
  }

  @Test
  void goawayBelowThatCrossesPostsMakesThemSentAgain() throws Exception {
    crossing("POST");

    assertThat(origin.seen("/x")).filteredOn(Seen::answered).hasSize(1_000);
  }

  /**
   * The origin serves twenty requests on a connection, then says so, and closes when it has; that
   * is on its way while others are being sent: whoever loses the race is sent again.
   */
  private void crossing(String method) throws Exception {
    origin.respond(
        exchange -> {
          exchange.answer(200);
          if (exchange.number() == 20) {
            exchange.retire();
          }
        });
    try (ManagedBackend backend = users().build()) {
      inThreads(
          20,
          () -> {
            for (int i = 0; i < 50; i++) {
              ok(request(backend, method));
            }
            return null;
          });
    }
  }

  @ParameterizedTest(name = "P15 GOAWAY covers {0}, and the answer comes")
  @ValueSource(strings = {"GET", "POST"})
  void goawayCoversAndTheAnswerComes(String method) throws IOException {
    origin.on(
        "/x",
        exchange -> {
          exchange.goAwayCovering();
          exchange.answer(200);
          exchange.finishWhenRead();
        });
    try (ManagedBackend backend = users().build()) {
      ok(request(backend, method));

      assertThat(origin.seen("/x")).containsExactly(new Seen(method, "/x", 1, true));
    }
  }

  @Test
  @DisplayName("P15 an origin that refuses for ever is asked nine times")
  void originThatRefusesForEverIsAskedNineTimes() {
    origin.respond(exchange -> exchange.reset(Http2Origin.REFUSED_STREAM));
    try (ManagedBackend backend = users().build()) {
      assertThat(catchThrowable(() -> ok(request(backend, "POST"))))
          .isInstanceOf(BackendTransferException.class)
          .hasMessageContaining("REFUSED_STREAM")
          .extracting(failure -> ((BackendException) failure).requestProcessed())
          .isEqualTo(BackendException.Processed.NO);
      assertThat(origin.seen("/x")).hasSize(9);
    }
  }

  /** What one-shot and duplex bodies have in common: they cannot be written twice. */
  @Test
  @DisplayName("C5 a body that cannot be replayed is never sent again")
  void bodyThatCannotBeReplayedIsNeverSentAgain() {
    origin.on("/x", exchange -> exchange.reset(Http2Origin.REFUSED_STREAM));
    try (ManagedBackend backend = users().build()) {
      assertThat(catchThrowable(() -> ok(backend.put("/x").body(new OneShot()))))
          .isInstanceOf(BackendTransferException.class);
      assertThat(origin.seen("/x")).hasSize(1);
    }
  }

  private static final class OneShot extends RequestBody {
    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("once");
    }
  }

  // ---- one connection

  @Test
  void hundredFirstCallsShareOneConnection() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().body("ok").build();
            }
          });
      server.start();
      try (ManagedBackend backend =
          Backend.builder("users")
              .origin("http://127.0.0.1:" + server.getPort())
              .connectTimeout(ofSeconds(5))
              .http2PriorKnowledge(true)
              .build()) {
        inThreads(
            100,
            () -> {
              ok(backend.get("/x"));
              return null;
            });
        assertThat(server.getRequestCount()).isEqualTo(100);
        assertThat(backend.stats().totals().opened()).isEqualTo(1);
      }
    }
  }

  private static void inThreads(int count, Callable<?> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    for (Future<?> one : threads.invokeAll(Collections.nCopies(count, work))) {
      one.get();
    }
    threads.shutdown();
  }
}
