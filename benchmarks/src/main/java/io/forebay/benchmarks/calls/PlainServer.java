package io.forebay.benchmarks.calls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The origin where nginx is not installed: a thread for each connection, kept alive without end.
 */
final class PlainServer implements AutoCloseable {
  private static final int SMALL_STACK = 256 * 1024;
  private static final byte[] MISSING =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
  private static final Map<String, byte[]> ANSWERS =
      Answer.ALL.stream().collect(Collectors.toMap(Answer::path, PlainServer::message));

  private final ServerSocket listener;
  private final Consumer<String> heads;
  private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();

  /**
   * Starts to serve on the loopback.
   *
   * @param port the port; 0 for any that is free
   * @param heads is told the head of every request
   */
  PlainServer(int port, Consumer<String> heads) throws IOException {
    this.listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    this.heads = heads;
    start("accept", this::accept);
  }

  /** Serves on the given port until the process is ended. */
  @SuppressWarnings("resource") // Open as long as the process.
  public static void main(String[] args) throws IOException {
    new PlainServer(Integer.parseInt(args[0]), head -> {});
  }

  private static byte[] message(Answer answer) {
    return ("HTTP/1.1 200 OK\r\nServer: plain\r\nContent-Type: application/json\r\nContent-Length: "
            + answer.body().length()
            + "\r\n\r\n"
            + answer.body())
        .getBytes(ISO_8859_1);
  }

  /** Where it serves, such as {@code http://127.0.0.1:8080}. */
  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(null, task, "origin-" + name, SMALL_STACK);
    thread.start();
    return thread;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.put(socket, start("connection", () -> serve(socket)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        in.skipNBytes(contentLength(head));
        heads.accept(head);
        out.write(ANSWERS.getOrDefault(path(head), MISSING));
      }
    } catch (IOException gone) {
      // The client closed the connection, or close() did.
    }
    connections.remove(socket);
  }

  /** The head without the blank line; empty if the client has nothing more to say. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private static String path(String head) {
    int from = head.indexOf(' ') + 1;
    String target = head.substring(from, head.indexOf(' ', from));
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static long contentLength(String head) {
    String name = "\ncontent-length:";
    int at = head.toLowerCase(Locale.ROOT).indexOf(name);
    if (at < 0) {
      return 0;
    }
    int from = at + name.length();
    return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
  }

  /** Closes every connection and waits until nothing serves any more. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Map.Entry<Socket, Thread> connection : connections.entrySet()) {
      connection.getKey().close();
      try {
        connection.getValue().join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
