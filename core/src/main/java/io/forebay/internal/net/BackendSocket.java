package io.forebay.internal.net;

import io.forebay.internal.wire.WireGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A socket that counts against its origin's cap and holds the connect limit until it is
 * established: from {@link #connect} over the handshakes of proxies to that of the origin.
 *
 * <p>Any thread may close it at any time; that never blocks.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Socket locks its state, ours is atomic.
final class BackendSocket extends Socket
    implements Dialling.Established, ConnectLimit.Limits, WireGuard.Guarded, WireGuard.ReadLimit {
  /** OkHttp waits a millisecond to see whether an idle connection is closed, and so do we. */
  private static final int LONGEST_LOOK_MILLIS = 50;

  private final Sockets sockets;
  private final ConnectLimit limit;
  private final boolean plain;
  private final WireGuard guard;
  private final AtomicReference<Slot> slot = new AtomicReference<>(Slot.NONE);
  private final AtomicReference<@Nullable Object> note = new AtomicReference<>();
  private volatile int wantedSoTimeout;
  private @Nullable InputStream input; // Made once, by the connecting thread.
  private volatile @Nullable CountedOutput output; // Likewise.

  private enum Slot {
    NONE,
    TAKEN,
    CLOSED
  }

  /** TCP, to whatever OkHttp dials. */
  BackendSocket(Sockets sockets, ConnectLimit limit) throws SocketException {
    this.sockets = sockets;
    this.limit = limit;
    this.plain = true;
    this.guard = sockets.newGuard();
    create();
  }

  /** Something else, behind the same face. */
  BackendSocket(Sockets sockets, ConnectLimit limit, ClientImpl impl) throws SocketException {
    super(impl);
    this.sockets = sockets;
    this.limit = limit;
    this.plain = false;
    this.guard = sockets.newGuard();
    create();
  }

  /**
   * Before anybody knows it: a socket that is closed before its descriptor is made would leak it.
   */
  private void create() throws SocketException {
    super.setTcpNoDelay(true);
  }

  @Override
  public void connect(SocketAddress address, int timeoutMillis) throws IOException {
    sockets.check(address);
    Dialling attempt = Dialling.current();
    if (attempt != null) {
      attempt.dialsOver(this); // Before a slot is taken: it may be told to wait.
    }
    takeSlot();
    try {
      beginLimit(attempt, timeoutMillis);
      if (plain) {
        sockets.tuning().apply(this);
      }
      super.connect(address, limit.millisLeft());
    } catch (SocketException e) {
      abort();
      throw sockets.explain(e);
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
    if (attempt == null) {
      established(); // Nobody else will say so.
    }
  }

  private void takeSlot() throws IOException {
    sockets.take(this);
    if (!slot.compareAndSet(Slot.NONE, Slot.TAKEN)) {
      sockets.give(this);
      throw new SocketException("Socket is closed");
    }
  }

  private void beginLimit(@Nullable Dialling attempt, int timeoutMillis) {
    if (attempt == null) {
      limit.begin(timeoutMillis);
      return;
    }
    limit.begin(attempt::connectNanosLeft, attempt.nextAddress());
  }

  /** The handshakes are over: from now on only the caller's own timeouts count. */
  @Override
  public void established() {
    limit.end();
    try {
      super.setSoTimeout(held(wantedSoTimeout));
    } catch (SocketException e) {
      abort(); // The next read or write says so.
    }
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    wantedSoTimeout = millis;
    if (isConnected() && !limit.runs()) {
      super.setSoTimeout(held(millis));
    }
  }

  /**
   * A limit that the socket holds makes every read two system calls. Okio holds those of exchanges
   * as well, by closing the socket; what it does not hold are the looks at an idle connection.
   */
  private int held(int millis) {
    return plain && sockets.plaintext() && millis > LONGEST_LOOK_MILLIS ? 0 : millis;
  }

  @Override
  public int getSoTimeout() {
    return wantedSoTimeout;
  }

  @Override
  public void soTimeout(int millis) throws SocketException {
    super.setSoTimeout(millis);
  }

  @Override
  public void limitReads(int millis) throws SocketException {
    super.setSoTimeout(millis);
  }

  @Override
  public void unlimitReads() throws SocketException {
    super.setSoTimeout(held(wantedSoTimeout));
  }

  @Override
  public int wanted() {
    return wantedSoTimeout;
  }

  /** What follows its plaintext; of an encrypted connection the guard is elsewhere. */
  @Override
  public WireGuard guard() {
    return guard;
  }

  @Override
  public AtomicReference<@Nullable Object> note() {
    return note;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    CountedOutput out = output;
    if (out == null) {
      out = new CountedOutput(super.getOutputStream());
      output = out;
    }
    return out;
  }

  @Override
  public long messagesWritten() {
    CountedOutput out = output;
    return out == null ? 0 : out.messages();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = input;
    if (in == null) {
      in = guard.over(limit.over(super.getInputStream(), this), this);
      input = in;
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (slot.getAndSet(Slot.CLOSED) == Slot.TAKEN) {
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
}
