package io.forebay.internal.net;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts writes, so that somebody whose request failed can tell whether any of it left. */
final class CountedOutput extends FilterOutputStream {
  /**
   * The longest record that can be nothing but a TLS alert (1.2 with AES-GCM, RFC 5246); the
   * shortest with an HTTP/2 frame of a request is longer.
   */
  private static final int ALERT = 31;

  private final AtomicLong messages = new AtomicLong();

  CountedOutput(OutputStream out) {
    super(out);
  }

  long messages() {
    return messages.get();
  }

  @Override
  public void write(int b) throws IOException {
    messages.incrementAndGet();
    out.write(b);
  }

  /** Counts first: of a write that fails, a part may have left. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > ALERT) {
      messages.incrementAndGet();
    }
    out.write(bytes, offset, length);
  }
}
