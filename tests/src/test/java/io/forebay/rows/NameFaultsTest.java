package io.forebay.rows;

import static io.forebay.Outcome.NOT_SENT;
import static io.forebay.rows.Expected.failure;
import static io.forebay.spi.Phase.CONNECT;
import static io.forebay.spi.Phase.DNS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.rows.Meeting.Ended;
import io.forebay.spi.NameResolver;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D: names that lead nowhere, or astray. */
class NameFaultsTest {

  private static BackendBuilder users(int port, NameResolver names) {
    return Backend.builder("users")
        .origin("http://origin.test:" + port)
        .environment(Environment.system().withNames(names));
  }

  static Stream<Named<NameResolver>> badAnswers() {
    return Stream.of(
        Named.of(
            "D1 a name that does not exist",
            host -> {
              throw new UnknownHostException(host);
            }),
        Named.of("D1 a name without an address", host -> List.of()),
        Named.of(
            "D1 a resolver that breaks",
            host -> {
              throw new IllegalStateException("broken");
            }));
  }

  @ParameterizedTest(name = "{0} sends nothing, and is asked again")
  @MethodSource("badAnswers")
  void badAnswer(NameResolver bad) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend =
            users(
                    origin.port(),
                    host ->
                        asked.incrementAndGet() == 1
                            ? bad.resolve(host)
                            : NetworkFaultsTest.all("127.0.0.1"))
                .build()) {
      Meeting.require(failure(NOT_SENT, DNS), Ended.of(Meeting.request(backend, "POST")));

      assertThat(origin.connectionsAccepted()).isZero();
      Meeting.nextCallWorks(backend);
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName(
      "D2 a resolver that hangs frees its caller at the connect limit, and holds up nobody")
  void hangingResolver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    NameResolver hangs =
        host -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return NetworkFaultsTest.all("127.0.0.1");
        };
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend good = Backend.builder("good").origin(origin.url()).build();
        ManagedBackend backend =
            users(origin.port(), hangs).connectTimeout(ofMillis(300)).build()) {
      Meeting.require(
          failure(NOT_SENT, DNS).at(Limit.CONNECT), Ended.of(Meeting.request(backend, "POST")));

      Meeting.nextCallWorks(good);
      Meeting.comesToRest(backend);
      end.countDown();
      Meeting.nextCallWorks(backend);
    } finally {
      end.countDown();
    }
  }

  @Test
  @DisplayName("D4 an answer that comes and goes fails no call while the last good one is kept")
  void flappingAnswer() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    NameResolver flaps =
        host -> {
          if (asked.incrementAndGet() % 2 == 0) {
            throw new UnknownHostException(host);
          }
          return NetworkFaultsTest.all("127.0.0.1");
        };
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend =
            users(origin.port(), flaps).dnsTtl(ofMillis(1)).disableConnectionReuse(true).build()) {
      for (int i = 0; i < 20; i++) {
        Meeting.nextCallWorks(backend);
      }
      assertThat(asked.get()).isGreaterThan(1);
    }
  }

  @Test
  @DisplayName("D5 where all addresses are dead, the connect limit holds for all of them")
  void allAddressesDead() throws Exception {
    try (MisbehavingOrigin gone = MisbehavingOrigin.start();
        ManagedBackend backend =
            NetworkFaultsTest.named("http", gone.port(), "127.0.0.2", "127.0.0.3", "127.0.0.4")
                .connectTimeout(ofSeconds(10))
                .build()) {
      Meeting.require(failure(NOT_SENT, CONNECT), Ended.of(Meeting.request(backend, "POST")));
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName("D6 a thousand addresses are tried up to a bound")
  void thousandAddresses() throws Exception {
    String[] addresses = new String[1_000];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "127.1." + i / 250 + "." + (1 + i % 250);
    }
    addresses[999] = "127.0.0.1";
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend =
            NetworkFaultsTest.named("http", origin.port(), addresses).build()) {
      Meeting.require(failure(NOT_SENT, CONNECT), Ended.of(Meeting.request(backend, "POST")));
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  @DisplayName("D7 a name that leads to a private address is not dialled where that is forbidden")
  void privateAddress() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            NetworkFaultsTest.named("http", origin.port(), "127.0.0.1", "169.254.169.254")
                .publicOnly(true)
                .dnsTtl(ZERO)
                .build()) {
      Ended ended = Ended.of(Meeting.request(backend, "POST"));

      assertThat(ended.ours().outcome()).isEqualTo(NOT_SENT);
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  @DisplayName("D8 where nobody listens on IPv6, IPv4 serves")
  void deadIpv6() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend =
            NetworkFaultsTest.named("http", origin.port(), "::1", "127.0.0.1").build()) {
      Meeting.nextCallWorks(backend);
      assertThat(origin.requests()).hasSize(1);
    }
  }
}
