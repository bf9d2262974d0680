package io.forebay;

import static io.forebay.BackendException.Processed.MAYBE;
import static io.forebay.BackendException.Processed.NO;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
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
    try (java.net.ServerSocket gone = new java.net.ServerSocket(0)) {
      return "http://127.0.0.1:" + gone.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
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
