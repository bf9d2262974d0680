package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SocketsTest {
  private final Sockets sockets = Client.plainSockets(3);

  private static SocketAddress closed() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listener.getLocalSocketAddress();
    }
  }

  @Test
  void slotIsTakenWhenDiallingStartsAndGivenBackOnce() throws IOException {
    try (SilentServer server = new SilentServer()) {
      Socket socket = sockets.createSocket();
      assertThat(sockets.openCount()).isZero();
      socket.connect(server.address());
      assertThat(sockets.openCount()).isEqualTo(1);
      socket.close();
      socket.close();
      assertThat(sockets.openCount()).isZero();
    }
  }

  @Test
  void failedDialGivesTheSlotBackThoughNobodyCloses() throws IOException {
    Socket socket = sockets.createSocket();
    SocketAddress closed = closed();
    assertThatThrownBy(() -> socket.connect(closed)).isInstanceOf(SocketException.class);
    assertThat(sockets.openCount()).isZero();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void socketThatWasClosedBeforeTakesNoSlot() throws IOException {
    Socket socket = sockets.createSocket();
    socket.close();
    SocketAddress closed = closed();
    assertThatThrownBy(() -> socket.connect(closed)).isInstanceOf(SocketException.class);
    assertThat(sockets.openCount()).isZero();
  }

  @Test
  void socketBeyondTheCapIsRefused() throws IOException {
    try (SilentServer server = new SilentServer()) {
      for (int i = 0; i < 3; i++) {
        sockets.createSocket().connect(server.address());
      }
      Socket fourth = sockets.createSocket();
      assertThatIOException()
          .isThrownBy(() -> fourth.connect(server.address()))
          .isInstanceOf(NoSlotException.class)
          .withMessage("no socket beyond max_connections (max=3, open=3)");
      assertThat(sockets.openCount()).isEqualTo(3);
      sockets.closeAll();
      assertThat(sockets.openCount()).isZero();
    }
  }

  @Test
  void zeroMeansAnyNumber() throws IOException {
    Sockets unbounded = Client.plainSockets(0);
    try (SilentServer server = new SilentServer()) {
      for (int i = 0; i < 40; i++) {
        unbounded.createSocket().connect(server.address());
      }
      assertThat(unbounded.openCount()).isEqualTo(40);
      unbounded.closeAll();
    }
  }

  @Test
  void capHoldsUnderConcurrency() throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger connected = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    SocketAddress closed = closed();
    try (SilentServer server = new SilentServer()) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    churn(i % 5 == 0 ? closed : server.address(), most, connected, refused);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(connected.get()).isPositive();
    assertThat(refused.get()).isPositive();
    assertThat(sockets.openCount()).isZero();
  }

  private void churn(
      SocketAddress to, AtomicInteger most, AtomicInteger connected, AtomicInteger refused) {
    try (Socket socket = sockets.createSocket()) {
      socket.connect(to);
      most.accumulateAndGet(sockets.openCount(), Math::max);
      connected.incrementAndGet();
    } catch (IOException e) {
      refused.incrementAndGet();
    }
  }

  @Test
  void closeAllEndsWhoIsDialling() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      Socket socket = sockets.createSocket();
      List<Throwable> failures = new ArrayList<>();
      Thread dialling =
          new Thread(
              () -> failures.add(Timed.failure(() -> socket.connect(hole.address())).failure()));
      dialling.start();
      Waiting.until("it dials", () -> sockets.openCount() == 1);
      sockets.closeAll();
      dialling.join(10_000);
      assertThat(failures).singleElement().isInstanceOf(IOException.class);
      assertThat(sockets.openCount()).isZero();
    }
  }

  @Test
  void closeAllEndsWhoReads() throws Exception {
    try (SilentServer server = new SilentServer()) {
      Socket socket = sockets.createSocket();
      socket.connect(server.address());
      List<Throwable> failures = new ArrayList<>();
      Thread reading =
          new Thread(
              () -> failures.add(Timed.failure(() -> socket.getInputStream().read()).failure()));
      reading.start();
      sockets.closeAll();
      reading.join(10_000);
      assertThat(failures).singleElement().isInstanceOf(SocketException.class);
    }
  }

  @Test
  void connectedSocketsAreNotMade() {
    assertThatIOException().isThrownBy(() -> sockets.createSocket("127.0.0.1", 1));
  }
}
