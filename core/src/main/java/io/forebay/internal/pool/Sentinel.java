package io.forebay.internal.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.AsyncTimeout;

/**
 * Lets okio's watchdog sleep while calls come and go.
 *
 * <p>The watchdog is woken whenever a timeout is added that would be the first to run out, which on
 * a quiet client is every read and write. One that runs out sooner than most, again and again,
 * keeps that place; it goes when no call was made for a while.
 */
final class Sentinel extends AsyncTimeout {
  private static final Sentinel INSTANCE = new Sentinel();
  private static final long ROUND_MILLIS = 250;

  private final AtomicBoolean onGuard = new AtomicBoolean();
  private volatile boolean needed;

  private Sentinel() {
    timeout(ROUND_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A call is about to be made. */
  static void watch() {
    INSTANCE.need();
  }

  private void need() {
    if (!needed) {
      needed = true;
    }
    if (!onGuard.get() && onGuard.compareAndSet(false, true)) {
      enter();
    }
  }

  /** On the watchdog's thread. */
  @Override
  protected void timedOut() {
    exit();
    if (needed) {
      needed = false;
      enter();
    } else {
      onGuard.set(false);
    }
  }
}
