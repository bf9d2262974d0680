package io.forebay.internal.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Guards an HTTP/2 connection, whose frames OkHttp reads: ends it when the origin keeps us busy
 * with frames that bring nothing, or with heads that grow without bound (RFC 9113 section 10.5).
 */
final class Http2Guard implements WireGuard {
  private volatile @Nullable ProtocolViolation violation;
  private volatile long lastReadAt = System.nanoTime();

  @Override
  public InputStream over(InputStream in, ReadLimit socket) {
    return new GuardedInput(in);
  }

  @Override
  public boolean begin(String method, boolean upgrade, int headMillis) {
    return true;
  }

  @Override
  public @Nullable ProtocolViolation violation() {
    return violation;
  }

  @Override
  public boolean silentSince(long nanos) {
    return lastReadAt - nanos < 0;
  }

  /** Follows what is read. */
  private final class GuardedInput extends FilterInputStream {
    private final Frames frames = new Frames();

    GuardedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        lastReadAt = System.nanoTime();
        follow(bytes, offset, count);
      }
      return count;
    }

    private void follow(byte[] bytes, int offset, int count) throws ProtocolViolation {
      try {
        frames.accept(bytes, offset, count);
      } catch (ProtocolViolation e) {
        violation = e;
        throw e;
      }
    }
  }
}
