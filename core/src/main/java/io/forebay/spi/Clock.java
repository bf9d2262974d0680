package io.forebay.spi;

import java.time.Duration;

/**
 * The time of everything that is scheduled: probes, permit limits, housekeeping. The limits of an
 * exchange on the wire run on the system's time, whatever clock is given.
 *
 * <p>Thread-safe. Tests use the {@code FakeClock} of the testing module.
 */
public interface Clock {

  /** A task that has been scheduled. */
  interface Scheduled {
    /** Takes the task back if it has not started; harmless otherwise. */
    void cancel();
  }

  /** Monotonic nanoseconds; only differences mean anything. */
  long nanoTime();

  /**
   * Runs {@code task} once after {@code delay}, on a thread of the clock's own.
   *
   * @param task must not block; what it throws is logged and dropped
   */
  Scheduled schedule(Duration delay, Runnable task);
}
