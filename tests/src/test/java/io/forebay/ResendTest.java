package io.forebay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is sent again on HTTP/1.1, with the number of times that the origin saw it; {@link
 * Http2ResendTest} has the rest.
 */
class ResendTest {

  /** How a second request on a connection, or a first one, goes wrong. */
  enum Fault {
    READ_THEN_FIN(Behaviour.readThenClose()),
    HALF_A_STATUS_LINE(Behaviour.raw("HTTP/1.1 2").then(Behaviour.readThenClose())),
    READ_THEN_RESET(Behaviour.readThenReset());

    @SuppressWarnings("ImmutableEnumChecker") // Behaviours are immutable, though not annotated.
    private final Behaviour behaviour;

    Fault(Behaviour behaviour) {
      this.behaviour = behaviour;
    }
  }

  static Stream<Arguments> faults() {
    List<Arguments> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      rows.add(Arguments.of(fault, "GET", true, 2));
      rows.add(Arguments.of(fault, "PUT", true, 2));
      rows.add(Arguments.of(fault, "POST", true, 1));
      rows.add(Arguments.of(fault, "PATCH", true, 1));
      rows.add(Arguments.of(fault, "GET", false, 1));
      rows.add(Arguments.of(fault, "POST", false, 1));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "S7 S8 {0} {1} reused={2}: the origin sees it {3} times")
  @MethodSource("faults")
  void faultAfterTheRequestWasRead(Fault fault, String method, boolean reused, int seen)
      throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      if (reused) {
        backend.get("/warm").send().close();
      }
      origin.route("/x", fault.behaviour);

      Throwable failure = catchThrowable(() -> backend.request(method, "/x").send().close());

      assertThat(sightings(origin)).isEqualTo(seen);
      assertThat(failure).isInstanceOf(BackendTransferException.class);
      assertThat(((BackendException) failure).requestProcessed())
          .isEqualTo(BackendException.Processed.MAYBE);
    }
  }

  private static long sightings(MisbehavingOrigin origin) {
    return origin.requests().stream().filter(r -> r.target().equals("/x")).count();
  }

  /** The value of a header is computed anew for every attempt, here with a side effect. */
  @Test
  void connectionThatComesBackMeanwhileIsNotTakenForTheSecondAttempt() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    AtomicReference<Response> other = new AtomicReference<>();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .requestHeaders(
                    h ->
                        h.set(
                            "X-Attempt", Value.computed(call -> onSecondAttempt(attempts, other))))
                .build()) {
      backend.get("/warm").send().close();
      Response first = backend.get("/warm").send();
      try (Response second = backend.get("/other").send()) {
        first.close();
        other.set(second);
        attempts.set(0);
        origin.route("/x", Behaviour.readThenClose());

        assertThatThrownBy(() -> backend.get("/x").send().close())
            .isInstanceOf(BackendTransferException.class);
      }

      List<Integer> connections =
          origin.requests().stream()
              .filter(r -> r.target().equals("/x"))
              .map(ReceivedRequest::connection)
              .toList();
      int newest = origin.connectionsAccepted();
      assertThat(connections).hasSize(2);
      assertThat(connections.get(1)).isEqualTo(newest).isNotEqualTo(connections.get(0));
      assertThat(newest).isEqualTo(3);
    }
  }

  private static String onSecondAttempt(AtomicInteger attempts, AtomicReference<Response> other) {
    if (attempts.incrementAndGet() == 2 && other.get() != null) {
      other.get().close();
    }
    return "n";
  }

  @ParameterizedTest(name = "S9 closed while idle costs {0} nothing")
  @EnumSource(StaleMethod.class)
  void connectionThatTheOriginClosedWhileIdleCostsNothing(StaleMethod method) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.enqueue(Behaviour.staleKeepAliveClose(), Behaviour.ok("second"));
      origin.respond(Behaviour.ok("other"));
      backend.get("/warm").send().close();
      Waiting.until("the origin closed", () -> origin.openConnections() == 0);
      Waiting.until("the connection has been idle", idleFor(150));

      try (Response response = backend.request(method.name(), "/x").send()) {
        assertThat(response.code()).isEqualTo(200);
      }
      assertThat(sightings(origin)).isEqualTo(1);
    }
  }

  enum StaleMethod {
    GET,
    POST
  }

  private static java.util.function.BooleanSupplier idleFor(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    return () -> System.nanoTime() - until > 0;
  }

  @ParameterizedTest(name = "S15 S16 S17 {0} with {1} is an answer and never sent again")
  @MethodSource("statuses")
  void statusesAreAnswersAndNeverSentAgain(int status, String header) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.respond(Behaviour.status(status, "no", header));
      for (String method : List.of("GET", "POST")) {
        try (Response response = backend.request(method, "/x").send()) {
          assertThat(response.code()).isEqualTo(status);
          assertThat(response.body().string()).isEqualTo("no");
          String name = header.substring(0, header.indexOf(':'));
          assertThat(response.header(name)).isEqualTo(header.substring(name.length() + 2));
        }
      }
      assertThat(sightings(origin)).isEqualTo(2);
    }
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(408, "X-A: b"),
        Arguments.of(503, "Retry-After: 0"),
        Arguments.of(503, "Retry-After: 99999999999"),
        Arguments.of(503, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"),
        Arguments.of(429, "Retry-After: -1"),
        Arguments.of(425, "X-A: b"),
        Arguments.of(500, "X-A: b"),
        Arguments.of(407, "X-A: b"),
        Arguments.of(401, "WWW-Authenticate: Basic realm=x"),
        Arguments.of(421, "X-A: b"));
  }

  /** S9: the origin gave the idle connection up just as the request left. */
  @Test
  @DisplayName("S9 a 408 that crosses a request is no answer to it")
  void timeoutThatCrossesARequestIsNoAnswerToIt() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.enqueue(Behaviour.ok("warm"), Behaviour.status(408, "", "Connection: close"));
      origin.respond(Behaviour.ok("mine"));
      backend.get("/warm").send().close();

      try (Response response = backend.post("/x").send()) {
        assertThat(response.body().string()).isEqualTo("mine");
      }
      assertThat(backend.stats().totals().retired()).containsEntry("stale", 1L);
    }
  }

  @Test
  @DisplayName("C5 a one-shot body is never sent again")
  void oneShotBodyIsNeverSentAgain() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      backend.get("/warm").send().close();
      origin.route("/x", Behaviour.readThenClose());

      Throwable failure =
          catchThrowable(() -> backend.put("/x").body(new OneShot()).send().close());

      assertThat(failure).isInstanceOf(BackendTransferException.class);
      assertThat(sightings(origin)).isEqualTo(1);
    }
  }

  /** A body that can be written once. */
  private static final class OneShot extends okhttp3.RequestBody {
    @Override
    public okhttp3.MediaType contentType() {
      return null;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws java.io.IOException {
      sink.writeUtf8("once");
    }
  }
}
