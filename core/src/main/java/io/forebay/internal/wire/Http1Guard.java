package io.forebay.internal.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Guards an HTTP/1.1 connection: hands on no byte past the end of a response, so that what is left
 * over cannot become an answer, and holds the limit on a response's whole head, which may dribble.
 */
final class Http1Guard implements WireGuard {
  private final ResponseFrames frames = new ResponseFrames();
  private @Nullable GuardedInput input;
  private volatile @Nullable ProtocolViolation violation;
  private boolean leftOver;
  private long headNanos;
  private long headStartedAt;
  private boolean headLimited;

  @Override
  public InputStream over(InputStream in, ReadLimit socket) {
    GuardedInput guarded = new GuardedInput(in, socket);
    input = guarded;
    return guarded;
  }

  @Override
  public boolean begin(String method, boolean upgrade, int headMillis) throws IOException {
    requireUnbroken();
    if (leftOver || !frames.idle() || waiting()) {
      return false;
    }
    frames.begin(method, upgrade);
    headNanos = TimeUnit.MILLISECONDS.toNanos(headMillis);
    headStartedAt = 0;
    headLimited = false;
    return true;
  }

  @Override
  public @Nullable ProtocolViolation violation() {
    return violation;
  }

  private void requireUnbroken() throws ProtocolViolation {
    ProtocolViolation broken = violation;
    if (broken != null) {
      throw broken.again();
    }
  }

  /** Whether something came that nobody asked for. */
  private boolean waiting() throws IOException {
    GuardedInput in = input;
    return in != null && in.waiting();
  }

  /** Counts and cuts what is read. */
  private final class GuardedInput extends FilterInputStream {
    private final ReadLimit socket;

    GuardedInput(InputStream in, ReadLimit socket) {
      super(in);
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      requireUnbroken();
      if (frames.tunnels()) {
        return in.read(bytes, offset, length);
      }
      boolean head = frames.inHead();
      if (head) {
        limitHead();
      }
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        count = accepted(bytes, offset, count);
      }
      if (head && headLimited && !frames.inHead()) {
        headLimited = false;
        socket.unlimitReads();
      }
      return count;
    }

    boolean waiting() throws IOException {
      return in.available() > 0 || socket.readable();
    }

    private int accepted(byte[] bytes, int offset, int count) throws ProtocolViolation {
      if (frames.idle()) {
        leftOver = true;
        throw new ProtocolViolation("bytes that no request asked for");
      }
      try {
        int accepted = frames.accept(bytes, offset, count);
        leftOver = accepted < count;
        return accepted;
      } catch (ProtocolViolation e) {
        violation = e;
        throw e;
      }
    }

    /** The socket's own limit starts anew with every read; the head has one for all of them. */
    private void limitHead() throws IOException {
      if (headNanos == 0) {
        return;
      }
      long now = System.nanoTime();
      if (headStartedAt == 0) {
        headStartedAt = now;
        return; // The socket's own limit holds for the first read.
      }
      long left = headNanos - (now - headStartedAt);
      if (left <= 0) {
        throw new SocketTimeoutException("timeout");
      }
      headLimited = true;
      socket.limitReads((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
  }
}
