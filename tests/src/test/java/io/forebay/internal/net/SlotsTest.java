package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.wire.WireGuard;
import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.testing.Waiting;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is dialled, whoever closes it when: the cap holds, slots and descriptors come back. */
class SlotsTest {
  private static final int MAX = 4;

  @TempDir Path folder;

  private static Sockets behind(String proxy) {
    Origin origin = Origin.of("http://127.0.0.1");
    ProxyRoute route =
        ProxyRoute.of(ProxySpec.of(proxy), origin, Map.of())
            .withProxyTrust(Client.SERVER_KEYS.sslSocketFactory());
    return new Sockets(MAX, SocketSpec.DEFAULT, route, Client.noNames(), () -> WireGuard.NONE);
  }

  @Test
  void straight() throws Exception {
    try (SilentServer server = new SilentServer()) {
      churn(Client.plainSockets(MAX), server.address());
    }
  }

  @Test
  void behindSocks() throws Exception {
    try (SilentServer server = new SilentServer();
        SocksProxy proxy = new SocksProxy()) {
      churn(behind(proxy.url("socks5")), server.address());
    }
  }

  @Test
  void behindSocksThatRefuses() throws Exception {
    try (SilentServer server = new SilentServer();
        SocksProxy proxy = new SocksProxy().replies(5)) {
      churn(behind(proxy.url("socks5")), server.address());
    }
  }

  @Test
  void behindTls() throws Exception {
    try (HttpProxy proxy = new HttpProxy().tls()) {
      churn(behind(proxy.url()), proxy.address());
    }
  }

  @Test
  void behindTlsThatIsSilent() throws Exception {
    try (HttpProxy proxy = new HttpProxy().tls().silent()) {
      churn(behind(proxy.url()), proxy.address());
    }
  }

  @Test
  void overUnixSocket() throws Exception {
    Path path = folder.resolve("s");
    SocketSpec spec = SocketSpec.DEFAULT.withUnixSocket(Optional.of(path));
    try (SilentServer server = new SilentServer();
        UnixServer unix = new UnixServer(path, UnixServer::silence)) {
      churn(
          new Sockets(MAX, spec, ProxyRoute.DIRECT, Client.noNames(), () -> WireGuard.NONE),
          server.address());
      assertThat(unix.accepted()).isPositive();
    }
  }

  private static void churn(Sockets sockets, SocketAddress target) throws InterruptedException {
    long before = descriptors();
    AtomicInteger most = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              while (!over.get()) {
                sockets.closeAll();
                Thread.onSpinWait();
              }
            });
    List<Thread> dialling = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      dialling.add(new Thread(() -> dial(sockets, target, most)));
    }
    dialling.forEach(Thread::start);
    closing.start();
    for (Thread thread : dialling) {
      thread.join();
    }
    over.set(true);
    closing.join();
    assertThat(most.get()).isBetween(1, MAX);
    assertThat(sockets.openCount()).isZero();
    assertThat(sockets.openedCount()).isPositive();
    Waiting.until("descriptors come back", () -> descriptors() - before < 40);
  }

  /** Open files of this process; 0 where the platform does not tell. */
  private static long descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  private static void dial(Sockets sockets, SocketAddress target, AtomicInteger most) {
    for (int i = 0; i < 60; i++) {
      try (Socket socket = sockets.createSocket()) {
        socket.connect(target, 20_000);
        most.accumulateAndGet(sockets.openCount(), Math::max);
      } catch (IOException e) {
        most.accumulateAndGet(sockets.openCount(), Math::max);
      }
    }
  }
}
