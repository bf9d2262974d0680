package io.forebay.internal.net;

import io.forebay.testing.Waiting;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on raw sockets, a thread for each connection. */
public abstract class TestServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  TestServer() throws IOException {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  TestServer(InetAddress address, int port) throws IOException {
    listener = new ServerSocket();
    listener.bind(new InetSocketAddress(address, port));
  }

  public final int port() {
    return listener.getLocalPort();
  }

  final SocketAddress address() {
    return listener.getLocalSocketAddress();
  }

  public final int accepted() {
    return accepted.get();
  }

  final int openConnections() {
    return open.size();
  }

  final void start() {
    run("accept", this::acceptAll);
  }

  private void acceptAll() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      accepted.incrementAndGet();
      open.add(socket);
      run("connection", () -> serveAndClose(socket));
    }
  }

  private void serveAndClose(Socket socket) throws IOException {
    try (socket) {
      serve(socket);
    } finally {
      open.remove(socket);
    }
  }

  /** Serves one connection; it is closed afterwards. */
  abstract void serve(Socket socket) throws IOException;

  interface Work {
    void run() throws IOException;
  }

  final Thread run(String role, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The peer, or the end of the test.
              }
            },
            getClass().getSimpleName() + "-" + role);
    threads.add(thread);
    thread.start();
    return thread;
  }

  /** Copies both ways until both have ended. */
  final void pump(InputStream in, OutputStream out, Socket target) throws IOException {
    open.add(target);
    try (target) {
      Thread up =
          run(
              "up",
              () -> {
                in.transferTo(target.getOutputStream());
                target.shutdownOutput();
              });
      target.getInputStream().transferTo(out);
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(target);
    }
  }

  /** Reads until the peer has gone away. */
  static void silence(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // Nothing is answered.
    }
  }

  static int readByte(InputStream in) throws IOException {
    int one = in.read();
    if (one < 0) {
      throw new EOFException();
    }
    return one;
  }

  static String readText(InputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  /** A head up to and without its empty line. */
  static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) readByte(in));
    }
    return head.substring(0, head.length() - 2);
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Waiting.until(
        "the server's threads end",
        () -> {
          open.forEach(TestServer::closeQuietly);
          return threads.stream().noneMatch(Thread::isAlive);
        });
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is over anyway.
    }
  }
}
