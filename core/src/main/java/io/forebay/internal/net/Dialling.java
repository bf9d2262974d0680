package io.forebay.internal.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a connection is made for. OkHttp resolves, dials and shakes hands on the thread
 * of the call, so the attempt is found there by {@link #current}.
 */
public interface Dialling {

  /** What is left of the connect limit, in nanoseconds; {@code Long.MAX_VALUE} without one. */
  long connectNanosLeft();

  /**
   * This socket is about to dial for the attempt; it will be told when the handshakes are over.
   *
   * @throws IOException if the attempt must not dial now
   */
  void dialsOver(Established socket) throws IOException;

  /** Runs {@code hook} when the call is cancelled, at once if it is already; null takes it back. */
  void onCancel(@Nullable Runnable hook);

  /** A name was looked up: that many addresses will be dialled, one after the other. */
  default void addressesToTry(int count) {}

  /**
   * The next address is dialled: how many there were to try, this one included, at least 1. The
   * connect limit is shared out among them, so that a dead one leaves something for the others.
   */
  default int nextAddress() {
    return 1;
  }

  /** The socket that dials, as far as its attempt knows it. */
  interface Established {
    /** The handshakes are over: from now on the connect limit does not count. */
    void established();

    /**
     * Counts what was written that may have been more than the end of a TLS session. If it stands
     * still, no request left since.
     */
    long messagesWritten();
  }

  /** The attempt whose connection is being made on this thread. */
  static @Nullable Dialling current() {
    return Current.HOLDER.get();
  }

  /** Names the attempt whose connection is being made on this thread from now on. */
  static void enter(Dialling attempt) {
    Current.HOLDER.set(attempt);
  }

  /** No connection is being made on this thread any more. */
  static void leave() {
    Current.HOLDER.remove();
  }

  /** Holds it out of the interface's sight. */
  final class Current {
    private static final ThreadLocal<@Nullable Dialling> HOLDER = new ThreadLocal<>();

    private Current() {}
  }
}
