package io.forebay.rows;

import static io.forebay.BackendTimeoutException.Limit.CONNECT;
import static io.forebay.Outcome.NOT_SENT;
import static io.forebay.rows.Expected.failure;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendConnectException;
import io.forebay.BackendException;
import io.forebay.ManagedBackend;
import io.forebay.internal.net.HttpProxy;
import io.forebay.rows.Meeting.Ended;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** X: proxies that refuse, break, or lie. What they say is never the origin's answer. */
class ProxyFaultsTest {
  private static final String LOGIN = "user:s3cr3t";
  private static final String TUNNEL = "HTTP/1.1 200 OK\r\n\r\n";

  private static ManagedBackend users(MisbehavingOrigin origin, String proxy) {
    return Keys.trusting(Backend.builder("users").origin(origin.url()))
        .proxy(proxy)
        .connectTimeout(ofMillis(1_500))
        .build();
  }

  @ParameterizedTest(name = "{0}: nothing is sent, and the proxy is named")
  @CsvSource(
      textBlock =
          """
          X2 407 for ever, 'HTTP/1.1 407 No|Proxy-Authenticate: Basic|Content-Length: 0||', 407
          X3 403, 'HTTP/1.1 403 No|Content-Length: 2||no', 403
          X3 502, 'HTTP/1.1 502 No|Content-Length: 0||', 502
          X3 a redirect, 'HTTP/1.1 302 Found|Location: http://127.0.0.1/|Content-Length: 0||', 302
          X3 nothing but interim answers, 'HTTP/1.1 103 Early Hints||HTTP/1.1 103 Early Hints||', ''
          X4 bytes behind the tunnel's head, 'HTTP/1.1 200 OK||something', ''
          X4 a body in place of the tunnel, 'HTTP/1.1 200 OK|Content-Length: 5||hello', ''
          X4 what is no HTTP, 'SSH-2.0-proxy|', ''
          X5 an end behind the tunnel's head, 'HTTP/1.1 200 OK||', ''
          X5 an end without an answer, '', ''
          """)
  void proxyThatDoesNotOpenATunnel(String name, String answer, String status) throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start(Keys.options(true)).respond(Behaviour.echo());
        HttpProxy proxy = new HttpProxy();
        ManagedBackend backend = users(origin, proxy.url(LOGIN))) {
      proxy.answers(answer.replace("|", "\r\n"));

      Ended ended = Ended.of(Meeting.request(backend, "POST"));

      Meeting.require(failure(NOT_SENT), ended);
      assertThat(ended.status()).isZero();
      assertThat(ended.failure())
          .isInstanceOf(BackendConnectException.class)
          .hasMessageContaining("proxy")
          .hasMessageContaining(status);
      assertThat(proxy.heads()).hasSizeLessThanOrEqualTo(2);
      assertThat(origin.connectionsAccepted()).isZero();
      Meeting.comesToRest(backend);

      proxy.answers(null);
      Meeting.nextCallWorks(backend);
    }
  }

  @Test
  @DisplayName("X4 a head without end is refused")
  void headWithoutEnd() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(true));
        MisbehavingOrigin proxy = MisbehavingOrigin.start().respond(Behaviour.hugeHead(4 << 20));
        ManagedBackend backend = users(origin, proxy.url())) {
      Meeting.require(failure(NOT_SENT), Ended.of(Meeting.request(backend, "POST")));
      assertThat(origin.connectionsAccepted()).isZero();
      Meeting.comesToRest(backend);
    }
  }

  static Stream<Named<Behaviour>> silences() {
    return Stream.of(
        Named.of("X1 a proxy that says nothing", Behaviour.readThenSilence()),
        Named.of("X1 a proxy that never reads", Behaviour.acceptThenSilence()),
        Named.of(
            "X5 silence behind the tunnel's head",
            Behaviour.raw(TUNNEL).then(Behaviour.readThenSilence())));
  }

  @ParameterizedTest(name = "{0} ends at the connect limit")
  @MethodSource("silences")
  void silentProxy(Behaviour silence) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(true));
        MisbehavingOrigin proxy = MisbehavingOrigin.start().respond(silence);
        ManagedBackend backend = users(origin, proxy.url())) {
      Meeting.require(failure(NOT_SENT).at(CONNECT), Ended.of(Meeting.request(backend, "POST")));
      assertThat(origin.connectionsAccepted()).isZero();
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName("X1 a proxy that resets, and one that is gone, are named")
  void proxyThatIsGone() throws Exception {
    int gone;
    try (ServerSocket listener = new ServerSocket(0)) {
      gone = listener.getLocalPort();
    }
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(Keys.options(true));
        MisbehavingOrigin resets = MisbehavingOrigin.start().respond(Behaviour.readThenReset());
        ManagedBackend one = users(origin, resets.url());
        ManagedBackend two = users(origin, "http://127.0.0.1:" + gone)) {
      for (Backend backend : new Backend[] {one, two}) {
        BackendException failure = Ended.of(Meeting.request(backend, "POST")).ours();

        assertThat(failure.outcome()).isEqualTo(NOT_SENT);
        assertThat(failure).hasMessageContaining("proxy http://127.0.0.1:");
        Meeting.comesToRest(backend);
      }
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  @DisplayName("X6 credentials stay with the proxy, and with their backend")
  void credentialsStayWithTheProxy() throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start(Keys.options(true)).respond(Behaviour.echo());
        HttpProxy proxy = new HttpProxy().login(LOGIN);
        ManagedBackend right = users(origin, proxy.url(LOGIN));
        ManagedBackend wrong = users(origin, proxy.url("user:other"))) {
      Meeting.nextCallWorks(right);
      assertThat(Ended.of(Meeting.request(wrong, "POST")).ours().outcome()).isEqualTo(NOT_SENT);
      Meeting.nextCallWorks(right);

      assertThat(origin.requests())
          .hasSize(2)
          .allMatch(request -> request.header("Proxy-Authorization").isEmpty());
      assertThat(Meeting.seen(origin, "/bad")).isEmpty();
      assertThat(right.stats().totals().opened()).isEqualTo(1);
    }
  }
}
