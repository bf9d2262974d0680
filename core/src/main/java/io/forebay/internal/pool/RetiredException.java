package io.forebay.internal.pool;

import java.io.IOException;

/** The connection is over and nothing was written: another attempt is safe whatever the method. */
public final class RetiredException extends IOException {
  private static final long serialVersionUID = 1L;

  RetiredException(Retirement reason) {
    super("connection retired: " + reason, null);
  }

  /** Control flow inside the pool: nobody reads its stack. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
