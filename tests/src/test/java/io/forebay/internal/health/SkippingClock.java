package io.forebay.internal.health;

import io.forebay.spi.Clock;
import io.forebay.testing.FakeClock;
import java.time.Duration;

/** A clock of a process that can stand still: time goes on, and what was due comes late. */
final class SkippingClock implements Clock {
  final FakeClock awake = new FakeClock();
  private long slept;

  @Override
  public long nanoTime() {
    return awake.nanoTime() + slept;
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    return awake.schedule(delay, task);
  }

  /** The process stands still for so long. */
  void sleep(Duration time) {
    slept += time.toNanos();
  }
}
