package io.forebay.internal.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one socket may take of the connect limit, from dialling to the last handshake.
 *
 * <p>OkHttp's connect timeout covers dialling only; handshakes would run under the read timeout of
 * each single read. So the streams of a socket shrink {@code SO_TIMEOUT} before each read to what
 * is left. The limit is one budget over all addresses: while others are untried, a socket gets a
 * fair share, and a black hole at the head of the list does not eat everything. Used by the
 * dialling thread, but for {@link #end} and the streams.
 */
final class ConnectLimit {
  /** Less is no try at all: it would not reach the other side of the world. */
  static final long LEAST_SHARE = TimeUnit.MILLISECONDS.toNanos(250);

  private volatile @Nullable LongSupplier left;
  private @Nullable Thread dialling; // Written before left, read after it.
  private long keptForAddresses;
  private long keptForProxies;

  /** Starts: the socket is about to dial one of so many addresses. */
  void begin(LongSupplier nanosLeft, int addresses) {
    keptForProxies = 0;
    keptForAddresses = rest(nanosLeft.getAsLong(), addresses);
    dialling = Thread.currentThread();
    left = nanosLeft;
  }

  /** Starts without an attempt: the socket has so long; 0 means no limit. */
  void begin(int millis) {
    long endsAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    begin(() -> millis == 0 ? Long.MAX_VALUE : endsAt - System.nanoTime(), 1);
  }

  /** The socket is about to dial one of so many proxies; they share what the socket has. */
  void nextProxyOf(int proxies) {
    keptForProxies = 0;
    keptForProxies = rest(nanosLeft(), proxies);
  }

  /** From now on reads are not limited. */
  void end() {
    left = null;
    dialling = null; // A connection may outlive both by far.
  }

  /** Whether the handshakes are still to come. */
  boolean runs() {
    return left != null;
  }

  /**
   * What is left, at least a millisecond; 0 where there is no limit.
   *
   * @throws SocketTimeoutException if nothing is left
   */
  int millisLeft() throws SocketTimeoutException {
    long nanos = nanosLeft();
    if (nanos == Long.MAX_VALUE) {
      return 0;
    }
    if (nanos <= 0) {
      throw new SocketTimeoutException("connect limit reached");
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  private long nanosLeft() {
    LongSupplier nanosLeft = left;
    long nanos = nanosLeft == null ? Long.MAX_VALUE : nanosLeft.getAsLong();
    return nanos == Long.MAX_VALUE ? nanos : nanos - keptForAddresses - keptForProxies;
  }

  /** What the others get. */
  private static long rest(long nanos, int tries) {
    if (nanos == Long.MAX_VALUE || tries <= 1) {
      return 0;
    }
    return Math.max(0, nanos - Math.max(LEAST_SHARE, nanos / tries));
  }

  /** The socket whose reads are limited. */
  interface Limits {
    /** Limits the next read; 0: not at all. */
    void soTimeout(int millis) throws SocketException;

    /** What the socket's user asked for; negative: it is somebody else's matter. */
    int wanted();
  }

  /**
   * The stream, reading under the limit while it runs. Only the dialling thread shakes hands: who
   * reads on another one, as OkHttp's HTTP/2 reader may already do, is under no limit of ours.
   */
  InputStream over(InputStream in, Limits socket) {
    return new Limited(in, socket);
  }

  private final class Limited extends FilterInputStream {
    private final Limits socket;

    Limited(InputStream in, Limits socket) {
      super(in);
      this.socket = socket;
    }

    private void limit() throws IOException {
      if (!runs()) {
        return;
      }
      int millis = Thread.currentThread() == dialling ? millisLeft() : socket.wanted();
      if (millis >= 0) {
        socket.soTimeout(millis);
      }
    }

    @Override
    public int read() throws IOException {
      limit();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      limit();
      return in.read(bytes, offset, length);
    }
  }
}
