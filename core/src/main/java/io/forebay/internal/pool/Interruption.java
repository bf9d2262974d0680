package io.forebay.internal.pool;

import java.io.InterruptedIOException;

/** An interrupted wait, as those hear of it who wait for an origin. */
public final class Interruption {
  private Interruption() {}

  /** The exception to throw. The thread stays interrupted. */
  public static InterruptedIOException of(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
