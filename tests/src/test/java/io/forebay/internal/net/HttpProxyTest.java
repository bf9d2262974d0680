package io.forebay.internal.net;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendConnectException;
import io.forebay.BackendException.Processed;
import io.forebay.ManagedBackend;
import io.forebay.spec.ProxySpec;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {
  private static final Duration LIMIT = ofMillis(500);
  private static final SSLSocketFactory TRUST = Client.SERVER_KEYS.sslSocketFactory();

  private static MisbehavingOrigin tlsOrigin() {
    return MisbehavingOrigin.start(OriginOptions.tls(Client.SERVER_KEYS.sslContext()))
        .respond(Behaviour.ok("origin"));
  }

  @Test
  void plainRequestsCarryTheCredentialsAtOnce() throws IOException {
    try (HttpProxy proxy = new HttpProxy().login("user:pass");
        Client client = Client.through(proxy.url("user:pass"), "http://origin.test")) {
      assertThat(client.get("/a")).isEqualTo("200 proxy");
      assertThat(client.get("/b")).isEqualTo("200 proxy");
      assertThat(proxy.heads()).hasSize(2);
      assertThat(proxy.heads().get(0)).startsWith("GET http://origin.test/a HTTP/1.1\r\n");
      assertThat(client.openSockets()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "POOL-06 the environment's proxy, environment, 200 proxy",
    "POOL-06 unless it is not wanted, direct, 200 origin"
  })
  void environmentsProxyIsUsedWhereItIsWanted(String name, String proxySetting, String answer)
      throws IOException {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("origin"));
        HttpProxy proxy = new HttpProxy();
        Client client =
            Client.in(
                Map.of("HTTP_PROXY", proxy.url()),
                "http://origin.test:" + origin.port(),
                ProxySpec.of(proxySetting))) {
      assertThat(client.get("/")).as(name).isEqualTo(answer);
    }
  }

  @Test
  @DisplayName("X6 tunnels are authorized at once, and origins see nothing")
  void tunnelsAreAuthorizedAtOnceAndOriginsSeeNothing() throws IOException {
    try (MisbehavingOrigin origin = tlsOrigin();
        HttpProxy proxy = new HttpProxy().login("user:pass");
        Client client = Client.through(proxy.url("user:pass"), origin.url())) {
      assertThat(client.get("/a")).isEqualTo("200 origin");
      assertThat(client.get("/b")).isEqualTo("200 origin");
      assertThat(proxy.heads()).singleElement().asString().doesNotContain("User-Agent");
      assertThat(proxy.heads().get(0)).startsWith("CONNECT 127.0.0.1:" + origin.port() + " ");
      assertThat(origin.requests()).hasSize(2);
      assertThat(origin.requests())
          .allSatisfy(r -> assertThat(r.header("Proxy-Authorization")).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://origin.test", "https://origin.test"})
  void refusedCredentialsAreSentOnceAndNeverShown(String origin) throws IOException {
    try (HttpProxy proxy = new HttpProxy().login("user:pass");
        Client client = Client.through(proxy.url("user:wrong"), origin)) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy " + proxy.url() + " refused the credentials (407)")
          .hasNoCause();
      assertThat(proxy.heads()).hasSize(1);
      client.okhttp().connectionPool().evictAll();
      assertThat(client.openSockets()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://origin.test", "https://origin.test"})
  void missingCredentialsAreSaid(String origin) throws IOException {
    try (HttpProxy proxy = new HttpProxy().login("user:pass");
        Client client = Client.through(proxy.url(), origin)) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy " + proxy.url() + " wants credentials (407)");
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"403 No", "502 Bad", "302 Elsewhere", "299 What"})
  void tunnelThatIsNotOpenedIsNoAnswerOfTheOrigin(String status) throws IOException {
    String raw =
        "HTTP/1.1 " + status + "\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    try (HttpProxy proxy = new HttpProxy().answers(raw);
        Client client = Client.through(proxy.url(), "https://origin.test")) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(status.substring(0, 3));
      assertThat(proxy.heads()).hasSize(1);
      assertThat(client.openSockets()).isZero();
    }
  }

  /** Over a plain connection the 407 was once handed on as if it were the origin's. */
  @ParameterizedTest
  @ValueSource(strings = {"http://origin.test", "https://origin.test"})
  void refusedCredentialsReachTheCallerAsAFailureToConnect(String origin) throws IOException {
    try (HttpProxy proxy = new HttpProxy().login("user:pass");
        ManagedBackend backend = behind(proxy.url("user:wrong"), origin)) {
      BackendConnectException failure = refusal(backend);
      assertThat(failure)
          .hasMessage(
              "backend 'users': proxy %s refused the credentials (407) (origin %s, attempt 1)",
              proxy.url(), origin);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @Test
  void tunnelThatIsNotOpenedNamesTheProxy() throws IOException {
    try (HttpProxy proxy = new HttpProxy().answers("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        ManagedBackend backend = behind(proxy.url(), "https://origin.test")) {
      assertThat(refusal(backend))
          .hasMessage(
              "backend 'users': connecting to 'https://origin.test' through proxy %s failed:"
                  + " Unexpected response code for CONNECT: 403",
              proxy.url());
    }
  }

  private static ManagedBackend behind(String proxy, String origin) {
    return Backend.builder("users").origin(origin).proxy(proxy).build();
  }

  private static BackendConnectException refusal(Backend backend) {
    return catchThrowableOfType(BackendConnectException.class, () -> backend.get("/").send());
  }

  @Test
  void tunnelWithBytesAheadIsRefused() throws IOException {
    try (HttpProxy proxy = new HttpProxy().answers("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK");
        Client client = Client.through(proxy.url(), "https://origin.test")) {
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void silentProxyEndsAtTheConnectLimit() throws IOException {
    try (HttpProxy proxy = new HttpProxy().silent();
        Client client = Client.through(proxy.url(), "https://origin.test").within(LIMIT)) {
      Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void deadProxyIsNamed() throws IOException {
    int port;
    try (ServerSocket listener = new ServerSocket(0)) {
      port = listener.getLocalPort();
    }
    try (Client client = Client.through("http://u:p@127.0.0.1:" + port, "http://origin.test")) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy http://127.0.0.1:" + port + " cannot be reached: Connection refused");
    }
  }

  @Test
  void unknownProxyIsNamed() {
    try (Client client = Client.through("http://u:p@proxy.test:3128", "http://origin.test")) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(LookupException.class)
          .hasMessage("no such host 'proxy.test' of proxy http://proxy.test:3128");
    }
  }

  @Test
  void explicitProxyIsUsedForLoopbackToo() throws IOException {
    try (HttpProxy proxy = new HttpProxy();
        Client client = Client.through(proxy.url(), "http://localhost:1")) {
      assertThat(client.get("/")).isEqualTo("200 proxy");
    }
  }

  @Test
  void proxyMayBeLocalWhereOriginsMustBePublic() throws IOException {
    try (HttpProxy proxy = new HttpProxy();
        Client client =
            Client.to(
                "http://origin.test",
                spec -> Client.publicOnly().apply(spec.withProxy(ProxySpec.of(proxy.url()))),
                Client.names())) {
      assertThat(client.get("/")).isEqualTo("200 proxy");
    }
  }

  @Test
  void literalOriginMustBePublicBehindAProxyToo() throws IOException {
    try (HttpProxy proxy = new HttpProxy();
        Client client =
            Client.to(
                "http://169.254.169.254",
                spec -> Client.publicOnly().apply(spec.withProxy(ProxySpec.of(proxy.url()))),
                Client.names())) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(LookupException.class)
          .hasMessage("address 169.254.169.254 of '169.254.169.254' is not public (public_only)");
      assertThat(proxy.accepted()).isZero();
    }
  }

  @Test
  void tlsToTheProxyCarriesPlainRequests() throws IOException {
    try (HttpProxy proxy = new HttpProxy().tls().login("user:pass");
        Client client = Client.through(proxy.url("user:pass"), "http://origin.test", TRUST)) {
      assertThat(client.get("/a")).isEqualTo("200 proxy");
      assertThat(client.get("/b")).isEqualTo("200 proxy");
      assertThat(client.openSockets()).isEqualTo(1);
    }
  }

  @Test
  void tlsToTheProxyCarriesTls() throws IOException {
    try (MisbehavingOrigin origin = tlsOrigin();
        HttpProxy proxy = new HttpProxy().tls().login("user:pass");
        Client client = Client.through(proxy.url("user:pass"), origin.url(), TRUST)) {
      assertThat(client.get("/a")).isEqualTo("200 origin");
      assertThat(client.get("/b")).isEqualTo("200 origin");
      assertThat(proxy.heads()).hasSize(1);
      assertThat(client.openSockets()).isEqualTo(1);
    }
  }

  @Test
  void tlsHandshakeOfAProxyEndsAtTheConnectLimit() throws IOException {
    try (HttpProxy proxy = new HttpProxy().tls().silent();
        Client client = Client.through(proxy.url(), "http://origin.test", TRUST).within(LIMIT)) {
      Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void closingEndsTheTlsHandshakeOfAProxy() throws Exception {
    try (HttpProxy proxy = new HttpProxy().tls().silent();
        Client client = Client.through(proxy.url(), "http://origin.test", TRUST)) {
      CompletableFuture<Throwable> failure = Background.failure(() -> client.get("/"));
      Waiting.until("it shakes hands", () -> proxy.accepted() == 1);
      client.network.sockets().closeAll();
      assertThat(failure.get()).isInstanceOf(IOException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void certificateOfTheProxyIsChecked() throws IOException {
    try (HttpProxy proxy = new HttpProxy().tls();
        Client client = Client.through(proxy.url(), "http://origin.test")) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessageStartingWith("proxy " + proxy.url() + " failed in TLS: ");
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void nameOfTheProxyIsChecked() throws IOException {
    HeldCertificate other =
        new HeldCertificate.Builder().addSubjectAlternativeName("other.test").build();
    HandshakeCertificates keys =
        new HandshakeCertificates.Builder()
            .heldCertificate(other)
            .addTrustedCertificate(other.certificate())
            .build();
    try (HttpProxy proxy = new HttpProxy().tls(keys.sslSocketFactory());
        Client client =
            Client.through(proxy.url(), "http://origin.test", keys.sslSocketFactory())) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void silenceBehindTlsToTheProxyTimesOut() throws IOException {
    try (SilentServer origin = new SilentServer();
        HttpProxy proxy = new HttpProxy().tls();
        Client client =
            Client.through(proxy.url(), "https://127.0.0.1:" + origin.port(), TRUST)
                .within(LIMIT)) {
      Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(client.openSockets()).isZero();
      assertThat(List.copyOf(proxy.heads())).hasSize(1);
    }
  }
}
