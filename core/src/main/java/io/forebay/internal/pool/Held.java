package io.forebay.internal.pool;

import org.jspecify.annotations.Nullable;

/**
 * A place that an attempt holds until the call is over that brought its response: which ends when
 * the body does, on whatever thread, and perhaps before the place's own step hears of it.
 */
public final class Held {
  private final PermitQueue queue;

  // Guarded by this.
  private @Nullable WireCall ended;
  private @Nullable WireCall bearer;
  private boolean released;

  /** A place of this line. */
  public Held(PermitQueue queue) {
    this.queue = queue;
  }

  /** A call is over. */
  void ended(WireCall call) {
    synchronized (this) {
      ended = call;
      if (bearer != call || released) {
        return;
      }
      released = true;
    }
    queue.release();
  }

  /** The response is there, and its body goes on with this call. */
  public void until(WireCall call) {
    synchronized (this) {
      bearer = call;
      if (ended != call || released) {
        return;
      }
      released = true;
    }
    queue.release();
  }

  /** No response came. */
  public void release() {
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    queue.release();
  }
}
