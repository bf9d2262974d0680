package io.forebay.health;

import static io.forebay.health.HealthState.Status.FAILING;
import static io.forebay.health.HealthState.Status.HEALTHY;
import static io.forebay.health.HealthState.Status.UNHEALTHY;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.Backend;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.health.HealthState.Status;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases of Couper (HLT) and of VCL (P) about probes, as they show on the wire. */
class ProbeCasesTest {
  private static final Behaviour OK = Behaviour.ok("all is up");
  private static final String CUT = "connecting to users '%s' failed: i/o timeout";

  private static Consumer<HealthSpec.Builder> check(Consumer<HealthSpec.Builder> check) {
    return check;
  }

  static Stream<Arguments> verdicts() {
    Consumer<HealthSpec.Builder> usual = check(c -> {});
    Behaviour absent = Behaviour.status(404, "not there");
    Behaviour dripping =
        Behaviour.raw("HTTP/1.1 ")
            .then(Behaviour.delayed(ofMillis(100), Behaviour.raw("200 OK\r\n")))
            .then(Behaviour.delayed(ofMillis(100), Behaviour.raw("X: y\r\n")))
            .then(Behaviour.delayed(ofMillis(100), Behaviour.raw("Content-Length: 0\r\n\r\n")));
    return Stream.of(
        arguments("HLT-10 answers 200", OK, usual.andThen(c -> c.path("/health")), 1, HEALTHY, ""),
        arguments("HLT-11 404 expected", absent, check(c -> c.expectedStatus(404)), 1, HEALTHY, ""),
        arguments(
            "HLT-16 no answer, threshold 0",
            Behaviour.acceptThenSilence(),
            check(c -> c.failureThreshold(0).interval(ofMillis(250)).timeout(ofMillis(100))),
            1,
            UNHEALTHY,
            CUT),
        arguments(
            "HLT-17 no answer, threshold 10",
            Behaviour.acceptThenSilence(),
            check(c -> c.failureThreshold(10).interval(ofMillis(250)).timeout(ofMillis(100))),
            3,
            FAILING,
            CUT),
        arguments("HLT-18 404", absent, usual, 2, UNHEALTHY, "unexpected status code: 404"),
        arguments(
            "HLT-20 text is not there",
            OK,
            check(c -> c.expectedText("down?")),
            2,
            UNHEALTHY,
            "unexpected text"),
        arguments(
            "P16 no reason phrase",
            Behaviour.raw("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"),
            usual,
            1,
            HEALTHY,
            ""),
        arguments(
            "P18 three pauses, each shorter than the limit of the whole",
            dripping,
            check(c -> c.failureThreshold(1).timeout(ofMillis(200))),
            1,
            UNHEALTHY,
            CUT),
        arguments("P19 origin keeps the connection open", OK, usual, 2, HEALTHY, ""),
        arguments(
            "P19 origin closes the connection",
            Behaviour.status(200, "", "Connection: close"),
            usual,
            2,
            HEALTHY,
            ""));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @MethodSource("verdicts")
  void verdict(
      String id,
      Behaviour answer,
      Consumer<HealthSpec.Builder> check,
      int probes,
      Status status,
      String error) {
    try (Probing users = new Probing(check)) {
      users.origin().respond(answer);
      for (int i = 0; i < probes; i++) {
        users.probe();
      }

      HealthState health = users.backend().health();
      assertThat(health.status()).as(health.error()).isEqualTo(status);
      assertThat(health.healthy()).isEqualTo(status != UNHEALTHY);
      assertThat(health.error()).isEqualTo(error.formatted(users.origin().url()));
    }
  }

  @Test
  @DisplayName("P16 a status line of another protocol fails")
  void statusLineOfAnotherProtocolFails() {
    try (Probing users = new Probing(check -> check.failureThreshold(1))) {
      users.origin().respond(Behaviour.badStatusLine("FROBOZ 200 OK"));

      assertThat(users.probe().error()).contains("a status line that is none");
    }
  }

  @Test
  @DisplayName("HLT-02 HLT-13 path with a raw query and a User-Agent of its own are sent as given")
  void pathAndUserAgentAreSentAsGiven() {
    try (Probing users =
        new Probing(check -> check.path("/gsund??").header("User-Agent", "Couper-Health-Check"))) {
      users.probe();

      ReceivedRequest seen = users.origin().requests().get(0);
      assertThat(seen.target()).isEqualTo("/gsund??");
      assertThat(seen.headers("user-agent")).containsExactly("Couper-Health-Check");
    }
  }

  @Test
  @DisplayName("HLT-14 without headers the User-Agent names the library, its version and the check")
  void userAgentNamesTheLibrary() {
    try (Probing users = new Probing(check -> {})) {
      users.probe();

      assertThat(users.origin().requests().get(0).headers("user-agent").get(0))
          .matches("Forebay / \\S+ health-check");
    }
  }

  @Test
  @DisplayName("HLT-22 a name that nobody knows has no health")
  void unknownNameHasNoHealth() {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        BackendRegistry registry =
            BackendRegistry.builder()
                .add(Backend.builder("users").origin(origin.url()).spec())
                .open()) {
      assertThat(registry.backend("users").health()).isEqualTo(HealthState.unprobed());
      assertThatThrownBy(() -> registry.backend("orders"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("orders");
    }
  }

  @Test
  @DisplayName("HLT-23 calls are served while 204 is answered, and refused once 409 is")
  void callsAreRefusedOnceTheOriginIsUnhealthy() throws IOException {
    try (Probing users = new Probing(check -> check.expectedStatus(204).interval(ofMillis(250)))) {
      users.origin().respond(Behaviour.status(204, ""));
      users.probe();
      assertThat(status(users.backend())).isEqualTo(204);

      users.origin().respond(Behaviour.status(409, ""));
      users.probe();
      users.probe();

      BackendRefusedException refused =
          catchThrowableOfType(
              BackendRefusedException.class, () -> users.backend().get("/").send());
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(refused.suggestedStatus()).isEqualTo(502);
    }
  }

  @Test
  @DisplayName("P06 a window of 3 that wants 2 refuses until the second probe has passed")
  void windowRefusesUntilEnoughProbesHavePassed() throws IOException {
    try (Probing users = new Probing(check -> check.window(3).threshold(2).initial(0))) {
      assertThat(served(users.backend())).isFalse();
      users.probe();
      assertThat(served(users.backend())).isFalse();
      users.probe();
      assertThat(served(users.backend())).isTrue();
    }
  }

  @Test
  @DisplayName("P07 a window that wants all refuses after one failure")
  void windowThatWantsAllRefusesAfterOneFailure() throws IOException {
    try (Probing users = new Probing(check -> check.window(8).threshold(8).initial(7))) {
      users.probe();
      assertThat(served(users.backend())).isTrue();
      users.origin().respond(Behaviour.status(500, ""));
      users.probe();
      assertThat(served(users.backend())).isFalse();
    }
  }

  @Test
  @DisplayName("P20 without a check the origin is healthy from the start, whatever it answers")
  void withoutACheckTheOriginIsHealthy() throws IOException {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.status(500, "broken"));
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      assertThat(backend.health().healthy()).isTrue();
      assertThat(status(backend)).isEqualTo(500);
      assertThat(backend.health()).isEqualTo(HealthState.unprobed());
    }
  }

  @Test
  @DisplayName("P24 the next probe is due an interval after the end of the one before")
  void nextProbeIsDueAnIntervalAfterTheEnd() {
    try (Probing users = new Probing(check -> check.interval(ofSeconds(3)).jitter(0))) {
      users.probe();
      users.clock().advance(ofMillis(2_999));
      assertThat(users.origin().requestCount()).isEqualTo(1);
      users.clock().advance(ofMillis(1));
      users.origin().awaitRequests(2, ofSeconds(10));
    }
  }

  @Test
  @DisplayName("P26 a window of 2 that wants 1 is sick after two failures")
  void smallWindowIsSickAfterTwoFailures() {
    try (Probing users =
        new Probing(check -> check.window(2).threshold(1).initial(0).timeout(ofMillis(300)))) {
      List<Status> seen = new ArrayList<>();
      for (Behaviour answer :
          List.of(OK, OK, Behaviour.readThenClose(), Behaviour.readThenClose())) {
        users.origin().respond(answer);
        seen.add(users.probe().status());
      }
      assertThat(seen).containsExactly(HEALTHY, HEALTHY, FAILING, UNHEALTHY);
    }
  }

  @Test
  @DisplayName("P27 the origin sees no more probes of a backend that was replaced")
  void replacedBackendIsNotProbedAnyMore() {
    try (Probing users = new Probing(check -> check.failureThreshold(1))) {
      users.origin().respond(Behaviour.status(500, ""));
      users.probe();
      users.backend().close();
      users.clock().advance(ofSeconds(60));

      assertThat(users.origin().requestCount()).isEqualTo(1);
      try (ManagedBackend next = Backend.open(users.backend().spec(), Environment.system())) {
        users.origin().awaitRequests(2, ofSeconds(10));
        assertThat(next.health().history().passedOf(64)).isZero();
      }
    }
  }

  private static int status(Backend backend) throws IOException {
    try (Response response = backend.get("/").send()) {
      return response.code();
    }
  }

  private static boolean served(Backend backend) throws IOException {
    try {
      return status(backend) == 200;
    } catch (BackendRefusedException e) {
      return false;
    }
  }
}
