package io.forebay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/2 origin in the clear (prior knowledge, RFC 9113) that writes frames as it is told, and
 * counts what it saw. Answers 200 {@code ok} unless told otherwise; a thread for each connection.
 */
public final class Http2Origin implements AutoCloseable {
  public static final int INTERNAL_ERROR = 2;
  public static final int REFUSED_STREAM = 7;
  public static final int CANCEL = 8;
  public static final int LARGEST_STREAM = Integer.MAX_VALUE;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length();

  /** What happens to a request, on the thread of its connection or of a test. */
  public interface Reaction {
    void to(Exchange exchange) throws IOException;
  }

  /**
   * A request that arrived.
   *
   * @param method its method
   * @param path its path
   * @param connection the number of its connection, from 1
   * @param answered whether it was answered in full
   */
  public record Seen(String method, String path, int connection, boolean answered) {}

  private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Reaction>> atHead = new ConcurrentHashMap<>();
  private final Map<String, Queue<Reaction>> atEnd = new ConcurrentHashMap<>();
  private final AtomicInteger pongs = new AtomicInteger();
  private volatile Reaction usual = exchange -> exchange.answer(200);
  private volatile byte[] settings = {};

  private Http2Origin() {}

  public static Http2Origin start() {
    return start("127.0.0.1");
  }

  /** Listens at each of these loopback addresses, on one port. */
  public static Http2Origin start(String... addresses) {
    Http2Origin origin = new Http2Origin();
    try {
      for (String address : addresses) {
        ServerSocket listener = new ServerSocket();
        int port = origin.listeners.isEmpty() ? 0 : origin.port();
        listener.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        origin.listeners.add(listener);
        origin.run("accept", () -> origin.acceptAll(listener));
      }
    } catch (IOException e) {
      origin.close();
      throw new UncheckedIOException(e);
    }
    return origin;
  }

  public int port() {
    return listeners.get(0).getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Greets with this setting (RFC 9113 section 6.5.2). */
  public Http2Origin setting(int id, int value) {
    settings = ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
    return this;
  }

  /** What happens to every request that no script is left for. */
  public Http2Origin respond(Reaction reaction) {
    usual = reaction;
    return this;
  }

  /** What happens to the next requests for this path, in turn, once they were read whole. */
  public Http2Origin on(String path, Reaction... reactions) {
    script(atEnd, path).addAll(List.of(reactions));
    return this;
  }

  /** What happens to the next request for this path before its body is read. */
  public Http2Origin beforeBody(String path, Reaction reaction) {
    script(atHead, path).add(reaction);
    return this;
  }

  private static Queue<Reaction> script(Map<String, Queue<Reaction>> scripts, String path) {
    return scripts.computeIfAbsent(path, p -> new ConcurrentLinkedQueue<>());
  }

  /** Every request for this path, in the order of arrival. */
  public List<Seen> seen(String path) {
    return exchanges.stream()
        .filter(exchange -> exchange.head.path().equals(path))
        .map(Exchange::seen)
        .toList();
  }

  public int connectionsAccepted() {
    return sockets.size();
  }

  /** How many of our pings were answered. */
  int pongs() {
    return pongs.get();
  }

  private void acceptAll(ServerSocket listener) throws IOException {
    while (true) {
      Socket socket = listener.accept();
      sockets.add(socket);
      Connection connection = new Connection(sockets.size(), socket);
      run("connection", connection::serve);
    }
  }

  /** Work of a thread; what goes wrong on a socket ends it. */
  private interface Work {
    void run() throws IOException;
  }

  private void run(String role, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The client has gone, or the test is over.
              }
            },
            "http2-origin-" + role);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @Override
  public void close() {
    try {
      for (ServerSocket listener : listeners) {
        listener.close();
      }
      for (int i = 0; i < threads.size(); i++) { // The first accept connections, with more threads.
        for (Socket socket : sockets) {
          socket.close();
        }
        threads.get(i).join(5_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One request, and what can be done to it and to its connection. */
  public static final class Exchange {
    private final Connection connection;
    private final int stream;
    private final Http2RequestHead head;
    private final int number;
    private volatile boolean answered;

    private Exchange(Connection connection, int stream, Http2RequestHead head) {
      this.connection = connection;
      this.stream = stream;
      this.head = head;
      number = ++connection.requests;
    }

    private Seen seen() {
      return new Seen(head.method(), head.path(), connection.number, answered);
    }

    /** Answers with this status, these names and values, and the body {@code ok}. */
    public void answer(int status, String... headers) throws IOException {
      answered = true;
      connection.frame(HEADERS, END_HEADERS, stream, block(status, headers));
      connection.frame(DATA, END_STREAM, stream, "ok".getBytes(US_ASCII));
    }

    /** The head of an answer, or of an interim one; the body is left out. */
    public void head(int status, String... headers) throws IOException {
      answered = true;
      connection.frame(HEADERS, END_HEADERS, stream, block(status, headers));
    }

    /** A frame of this type without flags and payload on no stream, so many times. */
    public void flood(int type, int count, byte... payload) throws IOException {
      for (int i = 0; i < count; i++) {
        connection.frame(type, 0, 0, payload);
      }
    }

    /** Any frame: on its stream, or on another. */
    public void frame(int type, int flags, int onStream, byte... payload) throws IOException {
      connection.frame(type, flags, onStream, payload);
    }

    /** The number of its stream. */
    public int stream() {
      return stream;
    }

    /** Bytes that need not be a frame. */
    public void raw(byte... bytes) throws IOException {
      connection.write(bytes);
    }

    /** Begins a frame with the head of an answer, and leaves it at that. */
    public void halfAnHead() throws IOException {
      connection.write(new byte[] {0, 0, 40, HEADERS, END_HEADERS, 0, 0, 0, (byte) stream, 8, 3});
    }

    /** Its place among the requests of its connection, from 1. */
    public int number() {
      return number;
    }

    /** RST_STREAM. */
    public void reset(int code) throws IOException {
      connection.frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
    }

    /** GOAWAY: this request and those before it will still be answered. */
    public void goAwayCovering() throws IOException {
      connection.goAway(stream);
    }

    /** GOAWAY: those before this request will still be answered. */
    public void goAwayBelow() throws IOException {
      connection.goAway(stream - 2);
    }

    /** GOAWAY with a last stream that is still to be named. */
    public void goAwaySomeTime() throws IOException {
      connection.goAway(LARGEST_STREAM);
    }

    /** GOAWAY that covers this request; FIN once all that it covers are answered. */
    public void retire() throws IOException {
      goAwayCovering();
      connection.retiring = true;
    }

    /** PING; the client's answer shows that it has read what was sent before. */
    public void ping() throws IOException {
      connection.frame(PING, 0, 0, new byte[8]);
    }

    /** FIN once the client has read what was sent before. */
    public void finishWhenRead() throws IOException {
      connection.endsWhenRead = true;
      ping();
    }

    /** FIN; what the client still sends is read and dropped. */
    public void finish() throws IOException {
      connection.finish();
    }

    /** RST. */
    public void abort() throws IOException {
      connection.socket.setSoLinger(true, 0);
      connection.socket.close();
    }
  }

  private static byte[] block(int status, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(8); // Literal without indexing, with the name ":status".
    literal(block, Integer.toString(status));
    for (int i = 0; i < headers.length; i += 2) {
      block.write(0);
      literal(block, headers[i]);
      literal(block, headers[i + 1]);
    }
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    block.write(text.length()); // Below 127, where a length is one byte.
    block.writeBytes(text.getBytes(US_ASCII));
  }

  private final class Connection {
    private final int number;
    private final Socket socket;
    private final Map<Integer, Exchange> unread = new HashMap<>();
    private volatile int last = LARGEST_STREAM;
    private volatile boolean over;
    private int requests;
    private boolean retiring;
    private boolean endsWhenRead;

    private Connection(int number, Socket socket) {
      this.number = number;
      this.socket = socket;
    }

    private void serve() throws IOException {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.skipNBytes(PREFACE);
        frame(SETTINGS, 0, 0, settings);
        while (true) {
          int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
          int type = in.readUnsignedByte();
          int flags = in.readUnsignedByte();
          int stream = in.readInt();
          byte[] payload = in.readNBytes(length);
          if (payload.length < length) {
            throw new EOFException();
          }
          read(type, flags, stream, payload);
        }
      }
    }

    private void read(int type, int flags, int stream, byte... payload) throws IOException {
      if (type == HEADERS) {
        Exchange exchange = new Exchange(this, stream, Http2RequestHead.read(payload));
        exchanges.add(exchange);
        unread.put(stream, exchange);
        react(atHead, exchange, nothing -> {});
      }
      if (over) {
        return;
      }
      if (type == PING && (flags & ACK) != 0) {
        pongs.incrementAndGet();
        if (endsWhenRead) {
          finish();
          return;
        }
      }
      if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
        frame(type, ACK, 0, type == PING ? payload : new byte[0]);
      }
      if (type == DATA && payload.length > 0) {
        byte[] more = ByteBuffer.allocate(4).putInt(payload.length).array();
        frame(WINDOW_UPDATE, 0, 0, more);
        frame(WINDOW_UPDATE, 0, stream, more);
      }
      Exchange exchange = unread.get(stream);
      if (exchange != null && (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
        unread.remove(stream);
        react(atEnd, exchange, usual);
        if (retiring && unread.keySet().stream().noneMatch(id -> id <= last)) {
          finish();
        }
      }
    }

    private void react(Map<String, Queue<Reaction>> scripts, Exchange exchange, Reaction otherwise)
        throws IOException {
      if (over || exchange.stream > last) {
        return;
      }
      Queue<Reaction> script = scripts.get(exchange.head.path());
      Reaction scripted = script == null ? null : script.poll();
      (scripted == null ? otherwise : scripted).to(exchange);
    }

    private void finish() throws IOException {
      socket.shutdownOutput();
      over = true;
    }

    private void goAway(int lastServed) throws IOException {
      last = Math.max(0, lastServed);
      frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(0).array());
    }

    private void frame(int type, int flags, int stream, byte... payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
      frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
      frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
      write(frame.array());
    }

    private void write(byte... bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }
  }
}
