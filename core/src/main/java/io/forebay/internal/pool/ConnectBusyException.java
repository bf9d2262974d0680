package io.forebay.internal.pool;

import java.io.IOException;

/** Somebody else is making the connection that this exchange can share: wait, then try again. */
public final class ConnectBusyException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectBusyException() {
    super("another connection is being made", null);
  }

  /** Control flow inside the pool: nobody reads its stack. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
