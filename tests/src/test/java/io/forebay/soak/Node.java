package io.forebay.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 origin that breaks by plan, keeps a ledger, and can be down or slow. */
final class Node implements AutoCloseable {
  /** How long after a node came back its health may still be judged by what was before. */
  private static final long SETTLES_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  /** Below the ports that the system hands out, so that nobody takes it while the node is down. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 12_000;

  private final Plan plan;
  private final Ledger ledger;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile @Nullable ServerSocket server;
  private volatile boolean slow;
  private volatile boolean closed;
  private volatile boolean down;
  private volatile long cameBackAt = System.nanoTime() - SETTLES_NANOS;

  Node(Plan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
    ServerSocket bound = anyPort();
    port = bound.getLocalPort();
    listen(bound);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Whether a call that began then may have met the node down, or its verdict from that time. */
  boolean mayHaveFailed(long startedAt) {
    return down || startedAt - cameBackAt < SETTLES_NANOS;
  }

  /** Refuses connections and resets those that are open. */
  void goDown() {
    down = true;
    ServerSocket listening = server;
    server = null;
    closeQuietly(listening);
    for (Socket socket : open) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      closeQuietly(socket);
    }
  }

  void comeBack() {
    listen(bound(port));
    cameBackAt = System.nanoTime();
    down = false;
  }

  void slow(boolean now) {
    slow = now;
  }

  private static ServerSocket anyPort() {
    for (int tries = 0; ; tries++) {
      try {
        return bound(FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS));
      } catch (UncheckedIOException taken) {
        if (tries > 100) {
          throw taken;
        }
      }
    }
  }

  private static ServerSocket bound(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen(ServerSocket listening) {
    server = listening;
    threads.execute(() -> accept(listening));
  }

  private void accept(ServerSocket listening) {
    while (!closed) {
      Socket socket;
      try {
        socket = listening.accept();
      } catch (IOException e) {
        return; // Closed, or down.
      }
      open.add(socket);
      try {
        threads.execute(() -> serve(socket));
      } catch (RejectedExecutionException e) {
        closeQuietly(socket);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1_024);
      Requests requests = new Requests(in);
      boolean stays = true;
      while (stays && requests.next()) {
        stays = answer(socket, in, requests.id());
      }
    } catch (IOException e) {
      // The client gave the connection up, as it may.
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(Socket socket, InputStream in, int id) throws IOException {
    if (id == Requests.PROBE) {
      return Fault.NONE.apply(socket, "fine");
    }
    int arrival = ledger.arrived(id);
    if (slow) {
      LockSupport.parkNanos(SLOW_NANOS);
    }
    Fault fault = plan.fault(id, arrival);
    if (fault == Fault.STALL) {
      return in.read() >= 0; // Until the client has had enough.
    }
    return fault.apply(socket, "id=" + id);
  }

  private static void closeQuietly(@Nullable AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      // It is of no use any more.
    }
  }

  @Override
  public void close() {
    closed = true;
    goDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new AssertionError("a node's connection does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads requests one after the other, body and all. */
  private static final class Requests {
    static final int PROBE = 0;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.ISO_8859_1);

    private final InputStream in;
    private final byte[] line = new byte[1_024];
    private int size;
    private int id;

    Requests(InputStream in) {
      this.in = in;
    }

    int id() {
      return id;
    }

    /** Whether there is one more. */
    boolean next() throws IOException {
      if (!readLine()) {
        return false;
      }
      id = numberAfter(indexOfCall());
      int length = 0;
      while (readLine() && size > 0) {
        if (isLength()) {
          length = numberAfter(LENGTH.length + 1);
        }
      }
      in.skipNBytes(length);
      return true;
    }

    private boolean readLine() throws IOException {
      size = 0;
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return false;
        }
        if (b != '\r') {
          line[size++] = (byte) b;
        }
      }
      return true;
    }

    /** Past the {@code /c/} of the path; the end of the line where there is none. */
    private int indexOfCall() {
      for (int i = 0; i + 2 < size; i++) {
        if (line[i] == '/' && line[i + 1] == 'c' && line[i + 2] == '/') {
          return i + 3;
        }
      }
      return size;
    }

    private boolean isLength() {
      for (int i = 0; i < LENGTH.length; i++) {
        if (i >= size || Character.toLowerCase(line[i]) != LENGTH[i]) {
          return false;
        }
      }
      return true;
    }

    private int numberAfter(int at) {
      int number = 0;
      for (int i = at; i < size && line[i] >= '0' && line[i] <= '9'; i++) {
        number = number * 10 + line[i] - '0';
      }
      return number;
    }
  }
}
