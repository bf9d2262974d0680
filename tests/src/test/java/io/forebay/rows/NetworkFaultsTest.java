package io.forebay.rows;

import static io.forebay.BackendTimeoutException.Limit.CONNECT;
import static io.forebay.BackendTimeoutException.Limit.TOTAL;
import static io.forebay.BackendTimeoutException.Limit.TTFB;
import static io.forebay.Outcome.NOT_SENT;
import static io.forebay.Outcome.TRUNCATED;
import static io.forebay.Outcome.UNKNOWN;
import static io.forebay.rows.Expected.failure;
import static io.forebay.spi.Phase.BODY;
import static io.forebay.spi.Phase.WAIT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.internal.net.BlackHole;
import io.forebay.rows.Meeting.Ended;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** N: what of a bad network can be had on loopback. */
class NetworkFaultsTest {

  /** A backend whose name stands for these addresses. */
  static BackendBuilder named(String scheme, int port, String... addresses) {
    return Backend.builder("users")
        .origin(scheme + "://origin.test:" + port)
        .environment(Environment.system().withNames(host -> all(addresses)));
  }

  static List<InetAddress> all(String... addresses) throws UnknownHostException {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(InetAddress.getByName(address));
    }
    return all;
  }

  @Test
  @DisplayName("N1 a black hole ends at the connect limit")
  void blackHole() throws Exception {
    try (BlackHole hole = new BlackHole();
        ManagedBackend backend =
            Backend.builder("users")
                .origin("http://127.0.0.1:" + hole.port())
                .connectTimeout(ofMillis(300))
                .build()) {
      Ended ended = Ended.of(Meeting.request(backend, "POST"));

      Meeting.require(failure(NOT_SENT, Phase.CONNECT).at(CONNECT), ended);
      Meeting.comesToRest(backend);
      assertThat(backend.stats().open()).isZero();
    }
  }

  @ParameterizedTest(name = "N1 N2 D5 {0} is served by the address behind a dead one")
  @ValueSource(strings = {"GET", "POST"})
  void deadAddressFirst(String method) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("alive"));
        BlackHole hole = new BlackHole("127.0.0.2", origin.port());
        ManagedBackend backend =
            named("http", hole.port(), "127.0.0.2", "127.0.0.3", "127.0.0.1")
                .connectTimeout(ofSeconds(6))
                .build()) {
      assertThat(Ended.of(Meeting.request(backend, method)).body()).isEqualTo("alive");
      assertThat(origin.requests()).hasSize(1);
    }
  }

  @ParameterizedTest(name = "N2 {0} to a port that nobody listens on fails at once")
  @ValueSource(strings = {"GET", "POST"})
  void refusedConnection(String method) throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    try (ManagedBackend backend =
        Backend.builder("users")
            .origin("http://127.0.0.1:" + port)
            .connectTimeout(ofSeconds(60))
            .build()) {
      Meeting.require(failure(NOT_SENT, Phase.CONNECT), Ended.of(Meeting.request(backend, method)));
      Meeting.comesToRest(backend);
    }
  }

  /** As it looks above TCP: the request leaves, or its answer is lost. */
  static Stream<Row> blackHolesAfterConnecting() {
    return Row.eachByGetAndPost(
        Row.of("N4 a black hole after connecting", Behaviour.acceptThenSilence(), lost().seen(0))
            .happeningOnce()
            .with(b -> b.ttfbTimeout(ofMillis(300))),
        Row.of("N5 answers that are lost", Behaviour.readThenSilence(), lost())
            .with(b -> b.ttfbTimeout(ofMillis(300))),
        Row.of(
                "N11 a line that is slow but steady",
                Behaviour.slowBody("x".repeat(100), ofMillis(50), 1_000),
                failure(TRUNCATED, BODY).at(TOTAL))
            .with(b -> b.betweenBytesTimeout(ofSeconds(10)).timeout(ofSeconds(1))));
  }

  private static Expected lost() {
    return failure(UNKNOWN, WAIT).at(TTFB);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blackHolesAfterConnecting")
  void badLine(Row row) throws Exception {
    Meeting.with(row);
  }

  @Test
  @DisplayName("N8 a late first byte is measured as late as it is")
  void latency() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.respond(Behaviour.delayed(ofMillis(100), Behaviour.ok("late")));
      for (int i = 0; i < 3; i++) {
        assertThat(Ended.of(backend.get("/x")).body()).isEqualTo("late");
      }
      var ttfb = backend.stats().totals().ttfb();
      assertThat(ttfb.count()).isEqualTo(3);
      assertThat(ttfb.average()).isBetween(ofMillis(100), ofSeconds(2));
    }
  }
}
