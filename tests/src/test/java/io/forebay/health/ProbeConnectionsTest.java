package io.forebay.health;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.HealthState.Status;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which connections probes use. */
class ProbeConnectionsTest {

  @Test
  void oneConnectionIsKeptFromProbeToProbe() {
    try (Probing users = new Probing(check -> {})) {
      for (int i = 0; i < 5; i++) {
        users.probe();
      }
      assertThat(users.origin().requestCount()).isEqualTo(5);
      assertThat(users.origin().connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void connectionIsNotKeptForLongerThanAMinute() {
    try (Probing users = new Probing(check -> check.interval(ofMinutes(2)))) {
      users.probe();
      users.origin().awaitOpenConnections(0, ofSeconds(10));
    }
  }

  static List<Behaviour> goodbyes() {
    return List.of(
        Behaviour.staleKeepAliveClose(),
        Behaviour.staleKeepAliveReset(),
        Behaviour.extraBytes("HTTP/1.1 500 Oops\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("goodbyes")
  void connectionThatDiedWhileIdleSaysNothingOfTheOrigin(Behaviour goodbye) {
    try (Probing users = new Probing(check -> check.failureThreshold(1))) {
      users.origin().respond(goodbye);
      for (int i = 0; i < 4; i++) {
        assertThat(users.probe().error()).isEmpty();
      }
      assertThat(users.news()).containsExactly(Status.HEALTHY);
    }
  }

  @Test
  void freshConnectionThatFailsIsNotTriedAgain() {
    try (Probing users = new Probing(check -> check.failureThreshold(1))) {
      users.origin().respond(Behaviour.readThenClose());

      assertThat(users.probe().status()).isEqualTo(Status.UNHEALTHY);
      assertThat(users.origin().requestCount()).isEqualTo(1);
    }
  }

  @Test
  void postIsNeverSentTwice() {
    try (Probing users = new Probing(check -> check.method("POST"))) {
      users.origin().respond(Behaviour.staleKeepAliveClose());
      for (int i = 0; i < 4; i++) {
        assertThat(users.probe().error()).isEmpty();
      }
      assertThat(users.origin().requestCount()).isEqualTo(4);
    }
  }

  @Test
  void probeFollowsTheNameToAnotherAddress() throws Exception {
    MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok(""));
    try (Probing users =
        new Probing(
            origin,
            "users.example",
            check -> check.failureThreshold(1),
            more -> more.dnsTtl(ofSeconds(5)))) {
      users.probe();
      assertThat(origin.requestCount()).isEqualTo(1);
      users.moveTo(InetAddress.getByName("127.0.0.77"));

      Waiting.until(
          "nobody answers there",
          () -> {
            users.clock().advance(ofSeconds(6));
            return users.backend().health().status() == Status.UNHEALTHY;
          });
      origin.awaitOpenConnections(0, ofSeconds(10));
    }
  }
}
