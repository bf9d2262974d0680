package io.forebay.internal.pool;

import io.forebay.spi.Clock;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A wait that can be ended early, on the clock of waits. */
final class Pause {
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Waits.
   *
   * @throws InterruptedIOException if the thread is interrupted; it stays so
   */
  void await(long nanos, Clock clock) throws InterruptedIOException {
    Clock.Scheduled timer = clock.schedule(Duration.ofNanos(nanos), this::end);
    try {
      over.await();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } finally {
      timer.cancel();
    }
  }

  /** Ends it, from whatever thread. */
  void end() {
    over.countDown();
  }
}
