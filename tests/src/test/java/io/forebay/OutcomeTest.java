package io.forebay;

import static io.forebay.BackendException.Processed.MAYBE;
import static io.forebay.BackendException.Processed.NO;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each failure is called, and whether the origin may have acted. */
class OutcomeTest {

  private static Arguments row(
      Outcome outcome,
      BackendException.Processed processed,
      Behaviour behaviour,
      UnaryOperator<BackendBuilder> settings) {
    return Arguments.of(outcome, processed, behaviour, settings);
  }

  static Stream<Arguments> failures() {
    Behaviour ok = Behaviour.ok("ok");
    return Stream.of(
        row(Outcome.NOT_SENT, NO, ok, b -> b.connectTimeout(ofMillis(500)).proxy(nowhere())),
        row(Outcome.UNKNOWN, MAYBE, Behaviour.readThenClose(), b -> b),
        row(Outcome.UNKNOWN, MAYBE, Behaviour.readThenSilence(), b -> b.ttfbTimeout(ofMillis(300))),
        row(Outcome.TRUNCATED, MAYBE, Behaviour.truncatedBody(100, 50), b -> b),
        row(
            Outcome.TRUNCATED,
            MAYBE,
            Behaviour.stalledBody(100, 50),
            b -> b.betweenBytesTimeout(ofMillis(300))),
        row(Outcome.PROTOCOL, MAYBE, Behaviour.raw("HTTP/1.1 999 Odd\r\n\r\n"), b -> b),
        row(Outcome.LIMIT, MAYBE, ok, b -> b.maxResponseBytes(1)),
        row(Outcome.CONFIG, NO, ok, b -> b.path(Value.computed(call -> "/../secret"))),
        row(Outcome.CONFIG, MAYBE, ok, b -> b.responseStatus(Value.computed(call -> 99))));
  }

  /** A port that nobody listens on. */
  private static String nowhere() {
    try (ServerSocket gone = new ServerSocket(0)) {
      return "http://127.0.0.1:" + gone.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}, processed {1}: {2}")
  @MethodSource("failures")
  void failureHasAnOutcome(
      Outcome outcome,
      BackendException.Processed processed,
      Behaviour behaviour,
      UnaryOperator<BackendBuilder> settings)
      throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(behaviour);
        ManagedBackend backend =
            settings.apply(Backend.builder("users").origin(origin.url())).build()) {
      BackendException failure = failure(backend);

      assertThat(failure.outcome()).isEqualTo(outcome);
      assertThat(failure.requestProcessed()).isEqualTo(processed);
    }
  }

  private static BackendException failure(Backend backend) {
    return (BackendException)
        catchThrowable(
            () -> {
              try (Response response = backend.post("/x").send()) {
                response.body().string();
              }
            });
  }

  @Test
  void whatWeRefuseOurselvesIsSaidToBeOurs() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(1)
                .permitTimeout(ZERO)
                .build()) {
      try (Response held = backend.get("/held").send()) {
        assertThat(held.code()).isEqualTo(200);
        assertThat(failure(backend).outcome()).isEqualTo(Outcome.LOCAL_REFUSED);
      }
      Call cancelled =
          backend.newCall(new Request.Builder().url(origin.url() + "/cancelled").build());
      cancelled.cancel();
      assertThat(((BackendException) catchThrowable(cancelled::execute)).outcome())
          .isEqualTo(Outcome.CANCELLED);
      backend.close();
      assertThat(failure(backend).outcome()).isEqualTo(Outcome.CLOSED);
    }
  }

  /** The second attempt finds nobody, but the first may have been acted on. */
  @Test
  void attemptThatWasSentCountsWhateverFollows() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread origin = new Thread(() -> answerOnceThenVanish(listener), "origin");
      origin.start();
      try (ManagedBackend backend =
          Backend.builder("users").origin("http://127.0.0.1:" + listener.getLocalPort()).build()) {
        backend.get("/warm").send().close();

        BackendException failure =
            (BackendException) catchThrowable(() -> backend.get("/x").send().close());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.requestProcessed()).isEqualTo(MAYBE);
        assertThat(failure.attempt()).isEqualTo(2);
      }
      origin.join(10_000);
    }
  }

  private static void answerOnceThenVanish(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      listener.close();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      skipHead(in);
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
      skipHead(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void skipHead(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheOriginsFaultsSpeakAgainstIt(Outcome outcome) {
    boolean ours =
        switch (outcome) {
          case RESPONSE, LOCAL_REFUSED, CANCELLED, CLOSED, CONFIG -> true;
          default -> false;
        };
    assertThat(outcome.blamesOrigin()).isEqualTo(!ours);
    assertThat(outcome.text()).isLowerCase();
  }
}
