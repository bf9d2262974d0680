package io.forebay.internal.pool;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A socket that counts against its origin's cap and holds the connect limit until it is
 * established.
 *
 * <p>OkHttp's connect timeout covers dialling only; TLS and proxy handshakes would run under the
 * read timeout of each single read. While connecting, this socket shrinks {@code SO_TIMEOUT} before
 * each read to what is left of the limit, so that name lookup, dialling and handshakes share it.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Socket locks its state, ours is atomic.
final class BackendSocket extends Socket {
  private final Sockets sockets;
  private final AtomicBoolean slotTaken = new AtomicBoolean();
  private volatile @Nullable Exchange connecting;
  private volatile int wantedSoTimeout;
  private @Nullable InputStream input; // Made once, by the connecting thread.

  BackendSocket(Sockets sockets, @Nullable Exchange connecting) {
    this.sockets = sockets;
    this.connecting = connecting;
  }

  @Override
  public void connect(SocketAddress address, int timeoutMillis) throws IOException {
    sockets.take(this);
    slotTaken.set(true);
    Exchange exchange = connecting;
    if (exchange != null) {
      exchange.connectsOver(this);
    }
    super.connect(address, exchange == null ? timeoutMillis : leftMillis(exchange));
    setTcpNoDelay(true);
  }

  /** The handshakes are over: from now on only the caller's own timeouts count. */
  void established() throws SocketException {
    connecting = null;
    super.setSoTimeout(wantedSoTimeout);
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    wantedSoTimeout = millis;
    if (connecting == null) {
      super.setSoTimeout(millis);
    }
  }

  @Override
  public int getSoTimeout() {
    return wantedSoTimeout;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = input;
    if (in == null) {
      in = new Input(super.getInputStream());
      input = in;
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (slotTaken.compareAndSet(true, false)) {
        sockets.give(this);
      }
    }
  }

  /** Closes it without a word to whoever uses it. */
  void abort() {
    try {
      close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }

  private void holdConnectLimit() throws IOException {
    Exchange exchange = connecting;
    if (exchange != null) {
      super.setSoTimeout(leftMillis(exchange));
    }
  }

  /** What is left of the connect limit, at least a millisecond; 0 where there is no limit. */
  private static int leftMillis(Exchange exchange) throws SocketTimeoutException {
    long left = exchange.connectNanosLeft();
    if (left == Long.MAX_VALUE) {
      return 0;
    }
    if (left <= 0) {
      throw new SocketTimeoutException("connect limit reached");
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
  }

  /** Reads under the connect limit until established. */
  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      holdConnectLimit();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      holdConnectLimit();
      return in.read(bytes, offset, length);
    }
  }
}
