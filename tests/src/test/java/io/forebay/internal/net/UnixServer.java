package io.forebay.internal.net;

import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a Unix domain socket; what it does with a connection is the test's to say. */
final class UnixServer implements AutoCloseable {
  private final ServerSocketChannel listener =
      ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();

  interface Conversation {
    void with(SocketChannel peer) throws IOException;
  }

  UnixServer(Path path, Conversation conversation) throws IOException {
    listener.bind(UnixDomainSocketAddress.of(path), 1);
    run(
        () -> {
          while (true) {
            SocketChannel peer = listener.accept();
            accepted.incrementAndGet();
            open.add(peer);
            run(() -> conversation.with(peer));
          }
        });
  }

  private void run(TestServer.Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The end of the test.
              }
            },
            "unix-server");
    threads.add(thread);
    thread.start();
  }

  int accepted() {
    return accepted.get();
  }

  /** Reads until the peer has gone away, then closes. */
  static void silence(SocketChannel peer) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (peer.read(buffer.clear()) >= 0) {
      // Nothing is answered.
    }
    peer.close();
  }

  /** Sends back what comes, and closes when no more comes. */
  static void echo(SocketChannel peer) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (peer.read(buffer.clear()) >= 0) {
      write(peer, buffer.flip());
    }
    peer.close();
  }

  /** Answers each request without a body. */
  static void http(SocketChannel peer) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder head = new StringBuilder();
    while (peer.read(one.clear()) >= 0) {
      head.append((char) one.get(0));
      if (head.indexOf("\r\n\r\n") >= 0) {
        String path = head.substring(0, head.indexOf("\r\n")).split(" ", 3)[1];
        String host = head.toString().split("Host: |\r\n", 4)[2];
        String body = path + "@" + host;
        write(peer, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        head.setLength(0);
      }
    }
  }

  static void write(SocketChannel peer, String text) throws IOException {
    write(peer, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void write(SocketChannel peer, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      peer.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel peer : open) {
      peer.close();
    }
    Waiting.until("the server's threads end", () -> threads.stream().noneMatch(Thread::isAlive));
  }
}
