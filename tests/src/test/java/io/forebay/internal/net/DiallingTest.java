package io.forebay.internal.net;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spec.TcpKeepalive;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import org.junit.jupiter.api.Test;

class DiallingTest {
  private static final Duration LIMIT = ofMillis(600);

  private static Client plain(String origin, String... names) {
    return Client.to(origin, UnaryOperator.identity(), Client.names(names));
  }

  @Test
  void blackHoleEndsAtTheConnectLimit() throws IOException {
    try (BlackHole hole = new BlackHole();
        Client client = plain("http://127.0.0.1:" + hole.port()).within(LIMIT)) {
      Timed failed = Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(failed.failure()).isInstanceOf(SocketTimeoutException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void blackHoleLeavesTimeForTheOtherAddress() throws IOException {
    try (BlackHole hole = new BlackHole();
        SilentServer server = new SilentServer("127.0.0.2", hole.port()).answer();
        Client client =
            plain("http://origin.test:" + hole.port(), "origin.test", "127.0.0.1", "127.0.0.2")
                .within(ofSeconds(2))) {
      assertThat(client.get("/")).isEqualTo("200 ok");
      assertThat(client.openSockets()).isEqualTo(1);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void blackHolesOnlyEndAtTheConnectLimit() throws IOException {
    try (BlackHole hole = new BlackHole();
        BlackHole other = new BlackHole("127.0.0.2", hole.port());
        Client client =
            plain("http://origin.test:" + other.port(), "origin.test", "127.0.0.1", "127.0.0.2")
                .within(LIMIT)) {
      Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void addressThatStallsInTlsLeavesTimeForTheOther() throws IOException {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start(OriginOptions.tls(Client.SERVER_KEYS.sslContext()));
        SilentServer silent = new SilentServer("127.0.0.2", origin.port());
        Client client =
            plain("https://origin.test:" + origin.port(), "origin.test", "127.0.0.2", "127.0.0.1")
                .within(ofSeconds(2))) {
      origin.respond(Behaviour.ok("tls"));
      assertThat(client.get("/")).isEqualTo("200 tls");
      assertThat(silent.accepted()).isEqualTo(1);
    }
  }

  @Test
  void stalledTlsHandshakeEndsAtTheConnectLimit() throws IOException {
    try (SilentServer server = new SilentServer();
        Client client = plain("https://127.0.0.1:" + server.port()).within(LIMIT)) {
      Timed failed = Timed.failure(() -> client.get("/")).took(LIMIT);
      assertThat(failed.failure()).isInstanceOf(SocketTimeoutException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void establishedConnectionIsNotUnderTheConnectLimit() throws Exception {
    try (SilentServer server = new SilentServer();
        Client client = plain("http://127.0.0.1:" + server.port()).within(ofMillis(500))) {
      Attempt clock = new Attempt(ofMillis(800));
      CompletableFuture<String> answer = Background.start(() -> client.get("/"));
      Waiting.until("the limit passes", () -> clock.connectNanosLeft() < 0);
      server.answer();
      assertThat(answer.get()).isEqualTo("200 ok");
    }
  }

  @Test
  void cancellingEndsTheHandshake() throws Exception {
    try (SilentServer server = new SilentServer();
        Client client = plain("https://127.0.0.1:" + server.port())) {
      Call call = client.call("/");
      CompletableFuture<Throwable> failure = Background.failure(call::execute);
      Waiting.until("it shakes hands", () -> server.accepted() == 1);
      call.cancel();
      assertThat(failure.get()).isInstanceOf(IOException.class);
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void withoutAnAttemptTheGivenTimeoutCounts() throws IOException {
    try (SilentServer server = new SilentServer();
        BlackHole hole = new BlackHole()) {
      Sockets sockets = Client.plainSockets(0);
      Timed.failure(() -> sockets.createSocket().connect(hole.address(), 300)).took(ofMillis(300));
      try (Socket socket = sockets.createSocket()) {
        socket.setSoTimeout(50);
        socket.connect(server.address(), 300);
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(socket.getSoTimeout()).isEqualTo(50);
      }
    }
  }

  @Test
  void familyOrderDecidesWhoIsDialledFirst() throws IOException {
    try (SilentServer ipv4 = new SilentServer().answer();
        SilentServer ipv6 = new SilentServer("::1", ipv4.port()).answer()) {
      assertThat(firstDialled(Addresses.IPV4_FIRST, ipv4, ipv6)).isEqualTo("4");
      assertThat(firstDialled(Addresses.IPV6_FIRST, ipv4, ipv6)).isEqualTo("6");
      assertThat(firstDialled(Addresses.IPV6_ONLY, ipv4, ipv6)).isEqualTo("6");
      assertThat(firstDialled(Addresses.IPV4_ONLY, ipv4, ipv6)).isEqualTo("4");
    }
  }

  private static String firstDialled(Addresses order, SilentServer ipv4, SilentServer ipv6)
      throws IOException {
    int before = ipv4.accepted();
    int total = before + ipv6.accepted();
    try (Client client =
        Client.to(
            "http://origin.test:" + ipv4.port(),
            Client.sockets(s -> s.withAddresses(order)),
            Client.names("origin.test", "127.0.0.1", "::1"))) {
      client.get("/");
      assertThat(ipv4.accepted() + ipv6.accepted()).isEqualTo(total + 1);
      return ipv4.accepted() > before ? "4" : "6";
    }
  }

  @Test
  void ipv6LiteralIsDialled() throws IOException {
    try (SilentServer server = new SilentServer("::1", 0).answer();
        Client client = plain("http://[::1]:" + server.port())) {
      assertThat(client.get("/")).isEqualTo("200 ok");
    }
  }

  @Test
  void keepaliveProbesAreSet() throws IOException {
    TcpKeepalive keepalive = new TcpKeepalive(ofSeconds(30), ofSeconds(7), 4);
    SocketSpec spec = SocketSpec.DEFAULT.withKeepalive(Optional.of(keepalive));
    try (SilentServer server = new SilentServer();
        Socket socket = sockets(spec).createSocket()) {
      socket.connect(server.address());
      assertThat(socket.getKeepAlive()).isTrue();
      assertThat(socket.getTcpNoDelay()).isTrue();
      Map<String, Object> values = new HashMap<>();
      for (var option : socket.supportedOptions()) {
        if (option.name().startsWith("TCP_KEEP")) {
          values.put(option.name(), socket.getOption(option));
        }
      }
      assertThat(values)
          .containsEntry("TCP_KEEPIDLE", 30)
          .containsEntry("TCP_KEEPINTERVAL", 7)
          .containsEntry("TCP_KEEPCOUNT", 4);
    }
  }

  @Test
  void keepaliveIsOffByDefault() throws IOException {
    try (SilentServer server = new SilentServer();
        Socket socket = sockets(SocketSpec.DEFAULT).createSocket()) {
      socket.connect(server.address());
      assertThat(socket.getKeepAlive()).isFalse();
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  private static Sockets sockets(SocketSpec spec) {
    return new Sockets(0, spec, ProxyRoute.DIRECT, Client.noNames(), () -> WireGuard.NONE);
  }

  @Test
  void connectionsComeFromTheBindAddress() throws IOException {
    SocketSpec spec = SocketSpec.DEFAULT.withBindAddress(Optional.of("127.0.0.7"));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = sockets(spec).createSocket()) {
      socket.connect(server.getLocalSocketAddress());
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInetAddress()).hasToString("/127.0.0.7");
      }
    }
  }

  @Test
  void bindAddressOfAnotherMachineIsRefusedAtOnce() {
    SocketSpec spec = SocketSpec.DEFAULT.withBindAddress(Optional.of("192.0.2.1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sockets(spec))
        .withMessageStartingWith("bind_address: '192.0.2.1' is no address of this machine");
  }

  @Test
  void bindAddressIsNoName() {
    SocketSpec spec = SocketSpec.DEFAULT.withBindAddress(Optional.of("localhost"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sockets(spec))
        .withMessage("bind_address: 'localhost' (expected: an IP address of this machine)");
  }
}
