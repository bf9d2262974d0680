package io.forebay.testing;

import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ticker and scheduler in one: time moves only when the test says so, and what falls due runs on
 * the thread that moves it, in order. Thread-safe.
 */
public final class FakeClock implements Clock {
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::dueAt).thenComparingLong(Task::number));
  private long now;
  private long counter;

  /** A clock at zero. */
  public FakeClock() {}

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    lock.lock();
    try {
      Task scheduled = new Task(now + Math.max(0, delay.toNanos()), counter++, task);
      tasks.add(scheduled);
      return () -> cancel(scheduled);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Task task) {
    lock.lock();
    try {
      tasks.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** Runs what is due now, without moving time. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /**
   * Moves time forward and runs everything that falls due on the way, each at its own time, tasks
   * that these schedule included.
   *
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: >= 0)");
    }
    long until = nanoTime() + time.toNanos();
    for (Task task = next(until); task != null; task = next(until)) {
      task.work().run();
    }
  }

  private @Nullable Task next(long until) {
    lock.lock();
    try {
      Task task = tasks.peek();
      if (task == null || task.dueAt() > until) {
        now = until;
        return null;
      }
      tasks.remove();
      now = Math.max(now, task.dueAt());
      return task;
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks are scheduled. */
  public int scheduled() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  private record Task(long dueAt, long number, Runnable work) {}
}
