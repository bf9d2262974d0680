package io.forebay.internal.discovery;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;

/**
 * One question to one server: over UDP, and over TCP where the answer does not fit. What is no
 * answer to the question (another id, another question, no DNS at all) is ignored, because anybody
 * may send it. One question at a time; {@link #sever} may come from any thread.
 *
 * <p>Not the library's own transport: that keeps a thread for the rest of the process.
 */
final class DnsWire {
  /** Below what any path carries in one piece (DNS flag day 2020). */
  static final int UDP_SIZE = 1232;

  private static final int LARGEST_UDP = 4096;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private @Nullable Closeable open;
  private boolean severed;

  /**
   * Asks and waits.
   *
   * @param limitNanos over everything, on the system's time
   * @return an answer to the question, whatever it says, and whole
   * @throws SocketTimeoutException if there is none in time
   */
  Message exchange(InetSocketAddress server, Message query, long limitNanos) throws IOException {
    long deadline = System.nanoTime() + limitNanos;
    Message answer = overUdp(server, query, deadline);
    return answer.getHeader().getFlag(Flags.TC) ? overTcp(server, query, deadline) : answer;
  }

  private Message overUdp(InetSocketAddress server, Message query, long deadline)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      register(socket);
      socket.connect(server); // Packets from anybody else are dropped below us.
      byte[] question = query.toWire();
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST_UDP], LARGEST_UDP);
      while (true) {
        socket.setSoTimeout(millisLeft(deadline));
        packet.setLength(LARGEST_UDP);
        socket.receive(packet);
        Message answer = parse(Arrays.copyOf(packet.getData(), packet.getLength()), query);
        if (answer != null) {
          return answer;
        }
      }
    } finally {
      forget();
    }
  }

  private Message overTcp(InetSocketAddress server, Message query, long deadline)
      throws IOException {
    try (Socket socket = new Socket()) {
      register(socket);
      socket.connect(server, millisLeft(deadline));
      byte[] question = query.toWire();
      ByteBuffer framed = ByteBuffer.allocate(2 + question.length);
      framed.putShort((short) question.length).put(question);
      socket.getOutputStream().write(framed.array());
      byte[] size = read(socket, 2, deadline);
      int length = Byte.toUnsignedInt(size[0]) << 8 | Byte.toUnsignedInt(size[1]);
      Message answer = parse(read(socket, length, deadline), query);
      if (answer == null || answer.getHeader().getFlag(Flags.TC)) {
        throw new IOException("what came over TCP is no whole answer");
      }
      return answer;
    } finally {
      forget();
    }
  }

  /** So many bytes; each may come late, but all within the limit. */
  private static byte[] read(Socket socket, int length, long deadline) throws IOException {
    byte[] bytes = new byte[length];
    DataInputStream in = new DataInputStream(socket.getInputStream());
    for (int have = 0; have < length; ) {
      socket.setSoTimeout(millisLeft(deadline));
      int more = in.read(bytes, have, length - have);
      if (more < 0) {
        throw new IOException("the connection ended after " + have + " of " + length + " bytes");
      }
      have += more;
    }
    return bytes;
  }

  /** Never zero, which sockets take for no limit. */
  private static int millisLeft(long deadline) throws SocketTimeoutException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) Math.min(Duration.ofHours(1).toMillis(), 1 + TimeUnit.NANOSECONDS.toMillis(left));
  }

  /** The answer to that query; null: it is something else. */
  private static @Nullable Message parse(byte[] bytes, Message query) {
    try {
      Message answer = new Message(bytes);
      Header header = answer.getHeader();
      boolean fits =
          header.getID() == query.getHeader().getID()
              && header.getFlag(Flags.QR)
              && query.getQuestion().equals(answer.getQuestion());
      return fits ? answer : null;
    } catch (IOException | RuntimeException notDns) {
      return null;
    }
  }

  private void register(Closeable socket) throws IOException {
    lock.lock();
    try {
      if (severed) {
        throw new IOException("closed");
      }
      open = socket;
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    lock.lock();
    try {
      open = null;
    } finally {
      lock.unlock();
    }
  }

  boolean severed() {
    lock.lock();
    try {
      return severed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the exchange under way, and any later one at once. */
  void sever() {
    Closeable socket;
    lock.lock();
    try {
      severed = true;
      socket = open;
    } finally {
      lock.unlock();
    }
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed all the same.
      }
    }
  }
}
