package io.forebay.internal.net;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.ProxySpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Socks5Test {
  private static final Duration LIMIT = ofMillis(500);

  private final MisbehavingOrigin origin =
      MisbehavingOrigin.start().respond(Behaviour.ok("origin"));

  @AfterEach
  void close() {
    origin.close();
  }

  private String originAt(String host) {
    return "http://" + host + ":" + origin.port();
  }

  @ParameterizedTest
  @CsvSource({
    "socks5, 127.0.0.1, ipv4 127.0.0.1",
    "socks5h, 127.0.0.1, ipv4 127.0.0.1",
    "socks5, [2001:db8::1], ipv6 2001:db8:0:0:0:0:0:1",
    "socks5h, origin.test, name origin.test",
    "socks5h, localhost, name localhost",
    "socks5, named.test, ipv4 192.0.2.7"
  })
  void proxyIsToldWhereTo(String scheme, String host, String asked) throws IOException {
    try (SocksProxy proxy = new SocksProxy();
        Client client =
            Client.to(
                originAt(host),
                spec -> spec.withProxy(ProxySpec.of(proxy.url(scheme))),
                Client.names("named.test", "192.0.2.7"))) {
      assertThat(client.get("/a")).isEqualTo("200 origin");
      assertThat(client.get("/b")).isEqualTo("200 origin");
      assertThat(proxy.log()).containsExactly("methods [0]", asked);
      assertThat(client.openSockets()).isEqualTo(1);
    }
    assertThat(origin.requests().get(0).target()).isEqualTo("/a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void anyKindOfBoundAddressIsRead(int kind) throws IOException {
    try (SocksProxy proxy = new SocksProxy().boundTo(kind);
        Client client = Client.through(proxy.url("socks5h"), originAt("origin.test"))) {
      assertThat(client.get("/")).isEqualTo("200 origin");
    }
  }

  @Test
  void tlsRunsThrough() throws IOException {
    try (MisbehavingOrigin secured =
            MisbehavingOrigin.start(OriginOptions.tls(Client.SERVER_KEYS.sslContext()))
                .respond(Behaviour.ok("tls"));
        SocksProxy proxy = new SocksProxy();
        Client client =
            Client.through(proxy.url("socks5h"), "https://origin.test:" + secured.port())) {
      assertThat(client.get("/")).isEqualTo("200 tls");
    }
  }

  @Test
  void credentialsAreGivenWhereTheyAreWanted() throws IOException {
    try (SocksProxy proxy = new SocksProxy().login("user:pa:ss");
        Client client =
            Client.through(proxy.url("socks5h", "user:pa%3Ass"), originAt("origin.test"))) {
      assertThat(client.get("/")).isEqualTo("200 origin");
      assertThat(proxy.log())
          .containsExactly("methods [0, 2]", "login user:pa:ss", "name origin.test");
    }
  }

  @Test
  void credentialsAreKeptWhereTheyAreNotWanted() throws IOException {
    try (SocksProxy proxy = new SocksProxy();
        Client client =
            Client.through(proxy.url("socks5h", "user:pass"), originAt("origin.test"))) {
      assertThat(client.get("/")).isEqualTo("200 origin");
      assertThat(proxy.log()).containsExactly("methods [0, 2]", "name origin.test");
    }
  }

  @Test
  @DisplayName("X7 refused credentials are said and not shown")
  void refusedCredentialsAreSaidAndNotShown() throws IOException {
    try (SocksProxy proxy = new SocksProxy().login("user:pass");
        Client client = Client.through(proxy.url("socks5", "user:secret"), originAt("127.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy " + proxy.url("socks5") + " refused the credentials");
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  @DisplayName("X7 missing credentials are said, and nobody's name is sent")
  void missingCredentialsAreSaidAndNobodysNameIsSent() throws IOException {
    try (SocksProxy proxy = new SocksProxy().login("user:pass");
        Client client = Client.through(proxy.url("socks5"), originAt("127.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy " + proxy.url("socks5") + " wants credentials");
      assertThat(proxy.log()).containsExactly("methods [0]");
    }
  }

  @Test
  void credentialsTooLongForTheProtocolAreRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Client.through("socks5://u:" + "p".repeat(256) + "@127.0.0.1:1", originAt("x")))
        .withMessageStartingWith("proxy: user or password is too long for SOCKS 5");
  }

  @ParameterizedTest(name = "X7 refusal {0} is said in words")
  @CsvSource({
    "1, general failure",
    "2, not allowed by its rules",
    "3, network unreachable",
    "4, host unreachable",
    "5, connection refused",
    "6, TTL expired",
    "7, command not supported",
    "8, address type not supported",
    "9, unknown reason",
    "255, unknown reason"
  })
  void refusalIsSaidInWords(int code, String words) throws IOException {
    try (SocksProxy proxy = new SocksProxy().replies(code);
        Client client = Client.through(proxy.url("socks5h"), "http://origin.test:8080")) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage(
              "proxy %s does not connect to origin.test:8080: %s (%d)",
              proxy.url("socks5h"), words, code);
      assertThat(client.openSockets()).isZero();
    }
  }

  @ParameterizedTest(name = "X7 something else is not taken for a proxy: {1}")
  @CsvSource({
    "HTTP/1.1 400 Bad Request, does not speak SOCKS 5 (first byte 72)",
    "'', closed the connection during the handshake"
  })
  void somethingElseIsNotTakenForAProxy(String greeting, String problem) throws IOException {
    try (SocksProxy proxy = new SocksProxy().says(greeting);
        Client client = Client.through(proxy.url("socks5"), originAt("127.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(ProxyException.class)
          .hasMessage("proxy " + proxy.url("socks5") + " " + problem);
    }
  }

  @Test
  @DisplayName("X7 an unknown kind of bound address is refused")
  void unknownKindOfBoundAddressIsRefused() throws IOException {
    try (SocksProxy proxy = new SocksProxy().boundTo(9);
        Client client = Client.through(proxy.url("socks5"), originAt("127.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/")).hasMessageEndingWith("(address type 9)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "login", "reply", "bound"})
  void silenceInsideTheHandshakeEndsAtTheConnectLimit(String place) throws IOException {
    try (SocksProxy proxy = new SocksProxy().login("u:p").silentAt(place);
        Client client =
            Client.through(proxy.url("socks5", "u:p"), originAt("127.0.0.1")).within(LIMIT)) {
      Timed failed = Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(failed.failure()).isInstanceOf(SocketTimeoutException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void cancellingEndsTheHandshake() throws Exception {
    try (SocksProxy proxy = new SocksProxy().silentAt("reply");
        Client client = Client.through(proxy.url("socks5"), originAt("127.0.0.1"))) {
      Call call = client.call("/");
      CompletableFuture<Throwable> failure = Background.failure(call::execute);
      Waiting.until("the proxy is asked", () -> proxy.log().size() == 2);
      call.cancel();
      assertThat(failure.get()).isInstanceOf(IOException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void everyAddressOfTheProxyIsTried() throws IOException {
    try (BlackHole hole = new BlackHole();
        SocksProxy proxy = new SocksProxy(InetAddress.getByName("127.0.0.2"), hole.port());
        Client client =
            Client.to(
                    originAt("127.0.0.1"),
                    spec -> spec.withProxy(ProxySpec.of("socks5://proxy.test:" + hole.port())),
                    Client.names("proxy.test", "127.0.0.1", "127.0.0.2"))
                .within(Duration.ofSeconds(2))) {
      assertThat(client.get("/")).isEqualTo("200 origin");
      assertThat(proxy.log()).hasSize(2);
    }
  }

  @Test
  void unknownProxyIsNamed() {
    try (Client client = Client.through("socks5://u:p@proxy.test", originAt("127.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/"))
          .hasMessage("no such host 'proxy.test' of proxy socks5://proxy.test:1080");
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void capHoldsBehindTheProxy() throws IOException {
    try (SocksProxy proxy = new SocksProxy();
        Client client =
            Client.to(
                originAt("127.0.0.1"),
                spec -> Client.atMost(1).apply(spec.withProxy(ProxySpec.of(proxy.url("socks5")))),
                Client.names());
        var held = client.call("/").execute()) {
      assertThat(held.code()).isEqualTo(200);
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(NoSlotException.class);
      assertThat(client.openSockets()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"socks5, named.test", "socks5, 127.0.0.1", "socks5h, 127.0.0.1"})
  void addressesThatWeKnowMustBePublic(String scheme, String host) throws IOException {
    try (SocksProxy proxy = new SocksProxy();
        Client client =
            Client.to(
                originAt(host),
                spec -> Client.publicOnly().apply(spec.withProxy(ProxySpec.of(proxy.url(scheme)))),
                Client.names("named.test", "10.0.0.1"))) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(LookupException.class)
          .hasMessageEndingWith(" of '" + host + "' is not public (public_only)");
      assertThat(proxy.accepted()).isZero();
    }
  }
}
