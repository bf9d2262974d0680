package io.forebay.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, with a bound: for what other threads do in their own time. */
public final class Waiting {
  private static final long PAUSE_NANOS = 2_000_000;

  private Waiting() {}

  /**
   * Waits at most ten seconds.
   *
   * @param what a sentence for the failure
   * @throws AssertionError if it does not come true in time
   */
  public static void until(String what, BooleanSupplier condition) {
    if (!holds(Duration.ofSeconds(10), condition)) {
      throw new AssertionError("not within 10s: " + what);
    }
  }

  /** Whether the condition comes true within {@code limit}. */
  public static boolean holds(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
