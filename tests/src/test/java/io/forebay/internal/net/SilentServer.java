package io.forebay.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Accepts and reads, and says nothing until it is told to answer. */
final class SilentServer extends TestServer {
  private final CountDownLatch told = new CountDownLatch(1);

  SilentServer() throws IOException {
    start();
  }

  SilentServer(String address, int port) throws IOException {
    super(InetAddress.getByName(address), port);
    start();
  }

  /** From now on each connection is answered once. */
  SilentServer answer() {
    told.countDown();
    return this;
  }

  @Override
  void serve(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      return;
    }
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    silence(socket.getInputStream());
  }

  @Override
  public void close() throws IOException {
    told.countDown();
    super.close();
  }
}
