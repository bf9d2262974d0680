package io.forebay.internal.pool;

import org.jspecify.annotations.Nullable;

/**
 * Of a thread: whose call was started on it and may be handed to an executor next, and whose call
 * is being made on it, by which calls from within calls are found.
 */
final class ThreadCalls {
  /** An array of the JDK, emptied again, because a thread may outlive these classes. */
  private static final ThreadLocal<@Nullable Object[]> OF_THREAD =
      ThreadLocal.withInitial(() -> new Object[2]);

  private static final int STARTED = 0;
  private static final int ACTIVE = 1;

  private ThreadCalls() {}

  /** A call was started on this thread. */
  static void started(Exchange exchange) {
    OF_THREAD.get()[STARTED] = exchange;
  }

  /** The call that was last started on this thread runs on it. */
  static void forgetStarted() {
    OF_THREAD.get()[STARTED] = null;
  }

  /** The exchange whose call was last started on this thread; asking forgets it. */
  static @Nullable Exchange takeStarted() {
    @Nullable Object[] ofThread = OF_THREAD.get();
    Exchange started = (Exchange) ofThread[STARTED];
    ofThread[STARTED] = null;
    return started;
  }

  /**
   * A call runs on this thread from now on.
   *
   * @return the call within which it is made; null: none
   */
  static @Nullable Exchange enter(Exchange exchange) {
    @Nullable Object[] ofThread = OF_THREAD.get();
    Exchange outer = (Exchange) ofThread[ACTIVE];
    ofThread[ACTIVE] = exchange;
    return outer;
  }

  /** The call that ran on this thread is done with it. */
  static void leave(@Nullable Exchange outer) {
    OF_THREAD.get()[ACTIVE] = outer;
  }
}
