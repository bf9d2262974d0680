package io.forebay.rows;

import static io.forebay.BackendTimeoutException.Limit.TTFB;
import static io.forebay.Outcome.UNKNOWN;
import static io.forebay.rows.Expected.failure;
import static io.forebay.spi.Phase.WAIT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import io.forebay.rows.Meeting.Ended;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of connections while nobody uses them. */
class StaleConnectionFaultsTest {
  private static final String TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  static Stream<Arguments> goodbyes() {
    Behaviour kept = Behaviour.status(200, "kept", "Connection: keep-alive");
    Behaviour fin = Behaviour.readThenClose();
    return Stream.of(false, true)
        .flatMap(
            tls ->
                Stream.of(
                    Arguments.of("S9 closed while idle", tls, Behaviour.staleKeepAliveClose()),
                    Arguments.of("N13 S9 reset while idle", tls, Behaviour.staleKeepAliveReset()),
                    Arguments.of(
                        "S9 an answer 408 while idle",
                        tls,
                        kept.then(Behaviour.raw(TIMEOUT)).then(fin))));
  }

  @ParameterizedTest(name = "{0} costs nothing, TLS {1}")
  @MethodSource("goodbyes")
  void goodbyeWhileIdle(String id, boolean tls, Behaviour goodbye) throws Exception {
    for (String method : new String[] {"GET", "POST"}) {
      try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(tls));
          ManagedBackend backend = users(origin, tls)) {
        origin.enqueue(goodbye).respond(Behaviour.echo());
        assertThat(Ended.of(backend.get("/warm")).body()).isEqualTo("kept");
        Waiting.until("the origin left", () -> origin.openConnections() == 0);
        Waiting.holds(ofMillis(150), () -> false); // Until it is known here.

        Ended ended = Ended.of(Meeting.request(backend, method));

        assertThat(ended.failure()).isNull();
        assertThat(ended.body()).contains("/bad");
        assertThat(Meeting.seen(origin, "/bad")).hasSize(1);
        Meeting.comesToRest(backend);
      }
    }
  }

  private static ManagedBackend users(MisbehavingOrigin origin, boolean tls) {
    var builder = Backend.builder("users").origin(origin.url());
    return (tls ? Keys.trusting(builder) : builder).build();
  }

  /** A network that forgot the connection drops what is sent on it. */
  @ParameterizedTest(
      name = "N12 a connection that went dead while idle costs {0} its first-byte limit")
  @ValueSource(strings = {"GET", "POST"})
  void connectionThatWentDead(String method) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).ttfbTimeout(ofMillis(300)).build()) {
      origin.enqueue(Behaviour.ok("warm"), Behaviour.readThenSilence()).respond(Behaviour.echo());
      assertThat(Ended.of(backend.get("/warm")).body()).isEqualTo("warm");

      Meeting.require(failure(UNKNOWN, WAIT).at(TTFB), Ended.of(Meeting.request(backend, method)));

      assertThat(Meeting.seen(origin, "/bad")).hasSize(1);
      Meeting.nextCallWorks(backend);
      origin.awaitOpenConnections(1, ofSeconds(10));
    }
  }
}
