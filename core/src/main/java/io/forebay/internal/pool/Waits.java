package io.forebay.internal.pool;

import io.forebay.spi.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange waits for, one thing at a time, but for permits, places and slots, which have
 * lines of their own. Any thread may end a wait.
 */
final class Waits {
  private volatile @Nullable Runnable waiting;

  /** Ends what is being waited for, if anything is. */
  void end() {
    Runnable ended = waiting;
    if (ended != null) {
      ended.run();
    }
  }

  /**
   * Waits as long as that, on the clock of waits.
   *
   * @param over whether nothing is worth waiting for any more
   * @throws IOException if the exchange is over, or its thread is interrupted; it stays so
   */
  void pause(long nanos, Clock clock, BooleanSupplier over) throws IOException {
    CountDownLatch passed = new CountDownLatch(1);
    Clock.Scheduled timer = clock.schedule(Duration.ofNanos(nanos), passed::countDown);
    try {
      await(passed, over);
    } finally {
      timer.cancel();
    }
  }

  /**
   * Waits until something is done, whatever comes of it.
   *
   * @param over whether nothing is worth waiting for any more
   * @throws IOException if the exchange is over, or its thread is interrupted; it stays so
   */
  void await(CompletableFuture<?> done, BooleanSupplier over) throws IOException {
    CountDownLatch settled = new CountDownLatch(1);
    CompletableFuture<?> unused = done.whenComplete((value, failure) -> settled.countDown());
    await(settled, over);
  }

  private void await(CountDownLatch ready, BooleanSupplier over) throws IOException {
    waiting = ready::countDown;
    try {
      if (!over.getAsBoolean()) {
        ready.await();
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } finally {
      waiting = null;
    }
    if (over.getAsBoolean()) {
      throw new IOException("Canceled");
    }
  }

  /**
   * Runs {@code then}, once: when something is done, when that time has passed, or when this is
   * ended. No thread waits for it.
   *
   * @param mostNanos the time; {@code Long.MAX_VALUE}: any
   */
  void whenDone(CompletableFuture<?> done, long mostNanos, Clock clock, Runnable then) {
    ReadyWait wait = new ReadyWait(then);
    waiting = wait;
    if (mostNanos != Long.MAX_VALUE) {
      wait.limit(clock.schedule(Duration.ofNanos(mostNanos), wait));
    }
    CompletableFuture<?> unused = done.whenComplete((value, failure) -> wait.run());
  }
}
