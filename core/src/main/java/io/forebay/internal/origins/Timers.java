package io.forebay.internal.origins;

import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Tasks for later, none of which outlives its owner. */
final class Timers {

  /** One task. */
  private static final class Timer {
    private volatile boolean done;
    private Clock.Scheduled scheduled = () -> {};
  }

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final List<Timer> planned = new ArrayList<>();
  private boolean closed;

  Timers(Clock clock) {
    this.clock = clock;
  }

  /** Runs a task later, unless it is closed before. */
  void after(Duration pause, Runnable task) {
    lock.lock();
    try {
      planned.removeIf(timer -> timer.done);
      if (closed) {
        return;
      }
      Timer timer = new Timer();
      timer.scheduled =
          clock.schedule(
              pause,
              () -> {
                timer.done = true;
                task.run();
              });
      planned.add(timer);
    } finally {
      lock.unlock();
    }
  }

  /** Takes all tasks back. */
  void close() {
    lock.lock();
    try {
      closed = true;
      planned.forEach(timer -> timer.scheduled.cancel());
    } finally {
      lock.unlock();
    }
  }
}
