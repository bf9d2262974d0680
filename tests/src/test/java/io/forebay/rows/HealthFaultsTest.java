package io.forebay.rows;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BackendBuilder;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState.Status;
import io.forebay.health.Probing;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a probe may meet, and what becomes of the check. */
class HealthFaultsTest {
  private static final Behaviour GOOD = Behaviour.ok("fine");
  private static final Behaviour BAD = Behaviour.status(500, "broken");
  private static final Duration LIMIT = ofMillis(300);

  // ---- H1

  @ParameterizedTest(
      name = "H1 200 and 500 by turns, {1} of {0} wanted: in and out of use at most {2} times")
  @CsvSource({"8, 3, 0", "8, 4, 1", "8, 5, 1", "5, 2, 0", "5, 4, 1", "4, 3, 1"})
  void flappingOrigin(int window, int threshold, int most) {
    int probes = 40;
    try (Probing users =
        new Probing(check -> check.window(window).threshold(threshold).initial(window))) {
      int changes = 0;
      boolean used = true;
      for (int i = 0; i < probes; i++) {
        users.origin().respond(i % 2 == 0 ? GOOD : BAD);
        boolean now = users.probe().healthy();
        changes += now == used ? 0 : 1;
        used = now;
      }
      assertThat(changes).isLessThanOrEqualTo(most).isLessThanOrEqualTo(probes / window);
    }
  }

  @Test
  @DisplayName("H1 200 and 500 by turns never make two failures in a row: always in use")
  void flappingOriginWithoutAWindow() {
    try (Probing users = new Probing(check -> check.failureThreshold(2))) {
      for (int i = 0; i < 10; i++) {
        users.origin().respond(i % 2 == 0 ? GOOD : BAD);
        assertThat(users.probe().healthy()).isTrue();
      }
    }
  }

  // ---- H2

  @Test
  @DisplayName("H2 a probe that hangs is the only one, and two of them take the origin out of use")
  void hangingProbe() {
    try (Probing users =
        new Probing(check -> check.interval(ofSeconds(2)).timeout(LIMIT).failureThreshold(2))) {
      users.origin().respond(Behaviour.readThenSilence());
      users.begin();
      users.origin().awaitRequests(1, ofSeconds(10));
      users.clock().advance(ofSeconds(2)); // An interval; longer, and the check thinks we slept.
      assertThat(users.origin().requestCount()).isEqualTo(1);
      assertThat(users.origin().connectionsAccepted()).isEqualTo(1);
      Waiting.until("it is over", () -> users.clock().scheduled() == 1);

      assertThat(users.probe().status()).isEqualTo(Status.UNHEALTHY);
      assertThat(users.origin().requestCount()).isEqualTo(2);
    }
  }

  // ---- H3

  /** What these do is over at once, or not before {@link Probing#probe} gives up waiting. */
  private static List<Behaviour> behaviours() {
    Gate closed = new Gate();
    return List.of(
        Behaviour.ok("text"),
        Behaviour.status(503, "away"),
        Behaviour.echo(),
        Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy"),
        Behaviour.rawHead("HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked"),
        Behaviour.acceptThenSilence(),
        Behaviour.closeOnAccept(),
        Behaviour.resetOnAccept(),
        Behaviour.onAccept(Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
        Behaviour.beforeBody(Behaviour.readThenClose()),
        Behaviour.readThenSilence(),
        Behaviour.readThenClose(),
        Behaviour.readThenReset(),
        Behaviour.readThenCut(),
        Behaviour.garbage(),
        Behaviour.slowHead(ofMillis(50)),
        Behaviour.stalledHead(),
        Behaviour.hugeHead(10_000_000),
        Behaviour.badStatusLine("HTTP/3.7 twohundred"),
        Behaviour.interimStorm(100_000, Duration.ZERO),
        Behaviour.slowBody("piece", ofMillis(50), 1_000),
        Behaviour.stalledBody(100, 50),
        Behaviour.truncatedBody(100, 50),
        Behaviour.resetBody(100, 50),
        Behaviour.truncatedChunked(),
        Behaviour.endlessBody(),
        Behaviour.endlessChunkExtension(),
        Behaviour.extraBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        Behaviour.extraBytesAfter(ofMillis(20), "more"),
        Behaviour.staleKeepAliveClose(),
        Behaviour.staleKeepAliveReset(),
        Behaviour.delayed(ofSeconds(60), GOOD),
        Behaviour.hold(closed, GOOD));
  }

  static Stream<Arguments> mischief() {
    return behaviours().stream()
        .flatMap(
            behaviour ->
                Stream.of(
                    Arguments.of(behaviour, false, ""),
                    Arguments.of(behaviour, false, "not there"),
                    Arguments.of(behaviour, true, "")));
  }

  @ParameterizedTest(name = "H3 {0}, TLS {1}, expected text ''{2}'': the check goes on")
  @MethodSource("mischief")
  void misbehavingOrigin(Behaviour behaviour, boolean tls, String text) {
    Consumer<HealthSpec.Builder> check = c -> c.timeout(LIMIT).failureThreshold(3);
    Consumer<BackendBuilder> settings = tls ? Keys::trusting : more -> {};
    try (Probing users =
        new Probing(
            MisbehavingOrigin.start(Keys.options(tls)),
            "127.0.0.1",
            check.andThen(c -> c.expectedText(text)),
            settings)) {
      users.origin().respond(behaviour);
      for (int i = 0; i < 2; i++) {
        assertThat(users.probe().healthy()).isTrue();
      }

      users.origin().respond(Behaviour.ok("not there, but here"));
      assertThat(users.probe().status()).as(users.news().toString()).isEqualTo(Status.HEALTHY);
    }
  }

  @Test
  @DisplayName("H3 every behaviour is met")
  void everyBehaviourIsMet() {
    Set<String> all =
        Stream.of(Behaviour.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> met = new ArrayList<>();
    for (Behaviour behaviour : behaviours()) {
      met.add(behaviour.toString().replaceAll("\\(.*", ""));
    }
    all.remove("rawHead"); // A raw one with another face.
    assertThat(met).containsAll(all);
  }
}
