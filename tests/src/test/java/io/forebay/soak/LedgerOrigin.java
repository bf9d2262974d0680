package io.forebay.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** An HTTP/1.1 origin that breaks by plan and remembers how often each id arrived whole. */
final class LedgerOrigin implements AutoCloseable {
  private final ServerSocket server;
  private final Plan plan;
  private final AtomicIntegerArray arrivals;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LedgerOrigin(Plan plan, int calls) throws IOException {
    this.plan = plan;
    arrivals = new AtomicIntegerArray(calls + 1);
    server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    start("ledger-accept", this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  int arrivals(int id) {
    return arrivals.get(id);
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        start("ledger-connection", () -> serve(socket));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean stays = true;
      while (stays) {
        int id = read(in);
        if (id < 0) {
          return;
        }
        int arrival = arrivals.incrementAndGet(id);
        stays = plan.fault(id, arrival).apply(socket, "id=" + id);
      }
    } catch (IOException e) {
      // The client gave the connection up, as it may.
    } finally {
      open.remove(socket);
      threads.remove(Thread.currentThread());
    }
  }

  /** Reads a request, body and all; its id, or -1 at the end. */
  private static int read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return -1;
    }
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    int start = first.indexOf("/c/") + 3;
    return Integer.parseInt(first.substring(start, first.indexOf(' ', start)));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
      for (Thread thread : threads) {
        thread.join(5_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
