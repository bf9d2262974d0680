package io.forebay.benchmarks.pieces;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Answers probes on sixteen loopback addresses, by one thread for all connections; a process of its
 * own, so that its descriptors and its processor time are not those of who probes. It believes that
 * a request comes in one piece.
 */
final class ProbeOrigin {
  /** On how many addresses it answers: 127.0.0.1 and on. */
  static final int ADDRESSES = 16;

  /** A request for this is never answered. */
  static final String HANG = "/hang";

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1);

  private final Selector selector = Selector.open();
  private final ByteBuffer read = ByteBuffer.allocateDirect(8 * 1024);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);

  private ProbeOrigin() throws IOException {}

  /** Prints its port, then answers until its process is ended, or its input is. */
  @SuppressWarnings("SystemOut") // Read by who started it.
  public static void main(String[] arguments) throws IOException {
    ProbeOrigin origin = new ProbeOrigin();
    System.out.println(origin.listen());
    Thread serving = new Thread(origin::serve, "origin");
    serving.setDaemon(true);
    serving.start();
    while (System.in.read() >= 0) {
      // Whoever started it is still there.
    }
  }

  /** The host of an origin's address, of any number of origins. */
  static String host(int origin) {
    return "127.0.0." + (1 + origin % ADDRESSES);
  }

  private int listen() throws IOException {
    int port = 0;
    for (int i = 0; i < ADDRESSES; i++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(host(i), port), 4096);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      port = listener.socket().getLocalPort();
    }
    return port;
  }

  private void serve() {
    try {
      while (true) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.channel() instanceof ServerSocketChannel listener) {
        accept(listener);
        return;
      }
      answer(key, (SocketChannel) key.channel());
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void accept(ServerSocketChannel listener) throws IOException {
    for (SocketChannel made = listener.accept(); made != null; made = listener.accept()) {
      made.configureBlocking(false);
      made.register(selector, SelectionKey.OP_READ);
    }
  }

  private void answer(SelectionKey key, SocketChannel channel) throws IOException {
    read.clear();
    if (channel.read(read) < 0) {
      key.cancel();
      channel.close();
      return;
    }
    if (read.position() < 6 || read.get(5) != (byte) HANG.charAt(1)) {
      channel.write(answer.rewind());
    }
  }
}
