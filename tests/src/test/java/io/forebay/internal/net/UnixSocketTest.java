package io.forebay.internal.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  private static final Duration LIMIT = ofMillis(400);

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("s");
  }

  private UnixServer server(UnixServer.Conversation conversation) throws IOException {
    return new UnixServer(path(), conversation);
  }

  private Client client() {
    return Client.to(
        "http://anything.test",
        Client.sockets(s -> s.withUnixSocket(Optional.of(path()))),
        Client.names());
  }

  private Sockets sockets() {
    return new Sockets(2, spec(), ProxyRoute.DIRECT, Client.noNames(), () -> WireGuard.NONE);
  }

  private static Socket connect(Sockets sockets) throws IOException {
    Socket socket = sockets.createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 5_000);
    return socket;
  }

  @Test
  void requestsRunOverOneConnectionWhateverTheName() throws IOException {
    try (UnixServer server = server(UnixServer::http);
        Client client = client()) {
      assertThat(client.get("/a")).isEqualTo("200 /a@anything.test");
      assertThat(client.get("/b")).isEqualTo("200 /b@anything.test");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(client.openSockets()).isEqualTo(1);
    }
  }

  @Test
  void publicOnlyDoesNotConcernIt() throws IOException {
    try (UnixServer server = server(UnixServer::http);
        Client client =
            Client.to(
                "http://10.0.0.1",
                spec ->
                    Client.publicOnly()
                        .apply(spec.withSocket(spec.socket().withUnixSocket(Optional.of(path())))),
                Client.names())) {
      assertThat(client.get("/a")).isEqualTo("200 /a@10.0.0.1");
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void silentServerEndsAtTheReadTimeout() throws IOException {
    try (UnixServer server = server(UnixServer::silence);
        Client client = client()) {
      var impatient = client.okhttp().newBuilder().readTimeout(LIMIT).build();
      Timed failed = Timed.failure(() -> impatient.newCall(client.call("/").request()).execute());
      assertThat(failed.took(LIMIT).failure()).isInstanceOf(SocketTimeoutException.class);
      assertThat(client.openSockets()).isZero();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void readThatTimesOutLeavesTheSocketUsable() throws IOException {
    CountDownLatch told = new CountDownLatch(1);
    try (UnixServer server = server(peer -> answerWhen(told, peer));
        Socket socket = connect(sockets())) {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(50);
      Timed timedOut = Timed.failure(in::read).took(ofMillis(50));
      assertThat(timedOut.failure()).isInstanceOf(SocketTimeoutException.class);
      told.countDown();
      socket.setSoTimeout(0);
      assertThat(new String(in.readNBytes(5), US_ASCII)).isEqualTo("hello");
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static void answerWhen(CountDownLatch told, SocketChannel peer) throws IOException {
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    UnixServer.write(peer, "hello");
    UnixServer.silence(peer);
  }

  @Test
  void muchIsWrittenAndReadAtOnce() throws Exception {
    byte[] much = new byte[5_000_000];
    new Random(1).nextBytes(much);
    try (UnixServer server = server(UnixServer::echo);
        Socket socket = connect(sockets())) {
      CompletableFuture<byte[]> echo =
          Background.start(() -> socket.getInputStream().readNBytes(much.length));
      socket.getOutputStream().write(much);
      assertThat(echo.get()).isEqualTo(much);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void closingEndsReadersAndWriters() throws Exception {
    try (UnixServer server = server(peer -> {})) {
      Sockets sockets = sockets();
      Socket socket = connect(sockets);
      CompletableFuture<Throwable> reader =
          Background.failure(() -> socket.getInputStream().read());
      CompletableFuture<Throwable> writer =
          Background.failure(() -> socket.getOutputStream().write(new byte[9_000_000]));
      Waiting.until("both wait", () -> selecting() >= 2);
      sockets.closeAll();
      assertThat(reader.get()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
      assertThat(writer.get()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
      assertThat(sockets.openCount()).isZero();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static long selecting() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> List.of(stack).toString().contains("ChannelStreams$Readiness.await"))
        .count();
  }

  @Test
  void interruptedReaderDoesNotSpin() throws Exception {
    try (UnixServer server = server(UnixServer::silence);
        Socket socket = connect(sockets())) {
      List<Throwable> failures = new ArrayList<>();
      Thread reader =
          new Thread(
              () -> failures.add(Timed.failure(() -> socket.getInputStream().read()).failure()));
      reader.start();
      reader.interrupt();
      reader.join(10_000);
      assertThat(failures).singleElement().isInstanceOf(InterruptedIOException.class);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void missingSocketIsNamed() {
    try (Client client = client()) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(SocketException.class)
          .hasMessage("unix_socket " + path() + ": No such file or directory");
      assertThat(client.openSockets()).isZero();
    }
  }

  @Test
  void fileThatIsNoSocketIsRefused() throws IOException {
    Files.writeString(path(), "x");
    try (Client client = client()) {
      assertThatThrownBy(() -> client.get("/"))
          .isInstanceOf(SocketException.class)
          .hasMessageStartingWith("unix_socket " + path() + ": ");
    }
  }

  @Test
  void fullQueueEndsAtTheConnectLimit() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path()), 1);
      List<Socket> queued = new ArrayList<>();
      Sockets sockets =
          new Sockets(0, spec(), ProxyRoute.DIRECT, Client.noNames(), () -> WireGuard.NONE);
      Timed full =
          Timed.failure(
              () -> {
                while (true) {
                  Socket socket = sockets.createSocket();
                  queued.add(socket);
                  socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 400);
                }
              });
      assertThat(full.took(LIMIT).failure()).isInstanceOf(SocketTimeoutException.class);
      assertThat(sockets.openCount()).isEqualTo(queued.size() - 1);
      sockets.closeAll();
    }
  }

  private SocketSpec spec() {
    return SocketSpec.DEFAULT.withUnixSocket(Optional.of(path()));
  }

  @Test
  void proxyAlongWithItIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Client.to(
                    "http://a.test",
                    spec -> spec.withSocket(spec()).withProxy(ProxySpec.of("http://u:p@p:1")),
                    Client.names()))
        .withMessage("proxy: http://p:1 along with unix_socket (expected: one of them)");
  }
}
