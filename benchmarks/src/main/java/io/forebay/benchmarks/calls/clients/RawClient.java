package io.forebay.benchmarks.calls.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;

/**
 * The floor: a hand-written loop over blocking sockets with a read timeout. It knows exactly as
 * much HTTP/1.1 as the origin speaks here, which is a status and a {@code Content-Length}, and does
 * nothing that a client for real use has to do.
 */
final class RawClient implements Client {
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(ISO_8859_1);

  private final InetSocketAddress address;
  private final String common;
  private final ConcurrentMap<String, byte[]> heads = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  RawClient(String origin) {
    URI uri = URI.create(origin);
    address = new InetSocketAddress(uri.getHost(), uri.getPort());
    common =
        """
         HTTP/1.1\r
        Host: %s:%d\r
        Connection: keep-alive\r
        Accept-Encoding: gzip\r
        User-Agent: raw\r
        """
            .formatted(uri.getHost(), uri.getPort());
  }

  @Override
  public byte[] get(String path) throws IOException {
    byte[] head = heads.get(path);
    if (head == null) {
      head = ("GET " + path + common + "\r\n").getBytes(ISO_8859_1);
      heads.put(path, head);
    }
    return exchange(head);
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    String head =
        "POST %s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, common, json.length);
    byte[] message = Arrays.copyOf(head.getBytes(ISO_8859_1), head.length() + json.length);
    System.arraycopy(json, 0, message, head.length(), json.length);
    return exchange(message);
  }

  private byte[] exchange(byte[] message) throws IOException {
    Connection connection = idle.pollFirst();
    if (connection == null) {
      connection = new Connection(address);
    }
    connection.out.write(message);
    byte[] body = connection.read();
    idle.addFirst(connection);
    return body;
  }

  @Override
  public void close() {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      try {
        connection.socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Connection {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];

    Connection(InetSocketAddress address) throws IOException {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      socket.connect(address, 2_000);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    /** Reads one answer; whatever it cannot read leaves the connection out of the pool. */
    byte[] read() throws IOException {
      int filled = 0;
      int head;
      do {
        filled += more(buffer, filled, buffer.length - filled);
        head = endOfHead(filled);
      } while (head < 0);
      if (buffer[9] != '2' || buffer[10] != '0' || buffer[11] != '0') {
        throw new IOException("status " + new String(buffer, 9, 3, ISO_8859_1));
      }
      byte[] body = Arrays.copyOfRange(buffer, head, head + contentLength(head));
      for (int read = filled - head; read < body.length; ) {
        read += more(body, read, body.length - read);
      }
      return body;
    }

    private int more(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      if (read <= 0) {
        throw new IOException("the answer ends early");
      }
      return read;
    }

    private int endOfHead(int filled) {
      for (int i = 3; i < filled; i++) {
        if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }

    private int contentLength(int end) throws IOException {
      for (int at = 0; at < end - LENGTH.length; at++) {
        if (buffer[at] == '\r' && isLength(at)) {
          int from = at + LENGTH.length;
          int to = from;
          while (buffer[to] != '\r') {
            to++;
          }
          String digits = new String(buffer, from, to - from, ISO_8859_1).strip();
          return Integer.parseInt(digits);
        }
      }
      throw new IOException("no Content-Length");
    }

    private boolean isLength(int at) {
      for (int i = 0; i < LENGTH.length; i++) {
        int found = buffer[at + i];
        if (found >= 'A' && found <= 'Z') {
          found += 'a' - 'A';
        }
        if (found != LENGTH[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
