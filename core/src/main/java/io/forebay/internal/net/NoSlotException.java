package io.forebay.internal.net;

import java.io.IOException;

/** A socket was refused because the pool has as many as it may. Backstop: permits come first. */
public final class NoSlotException extends IOException {
  private static final long serialVersionUID = 1L;

  NoSlotException(int max, int open) {
    super("no socket beyond max_connections (max=" + max + ", open=" + open + ")");
  }
}
