package io.forebay.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock with one condition, on which a test waits with a bound. */
final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Runs {@code step} under the lock and wakes those who wait. */
  void change(Runnable step) {
    lock.lock();
    try {
      step.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What {@code view} sees under the lock. */
  <T> T read(Supplier<T> view) {
    lock.lock();
    try {
      return view.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until {@code reached} holds under the lock, then returns what {@code result} sees.
   *
   * @param missing says under the lock what was expected and what is there
   * @throws AssertionError if {@code limit} passes first, or the caller is interrupted
   */
  <T> T await(
      BooleanSupplier reached, Duration limit, Supplier<T> result, Supplier<String> missing) {
    Check.notNegative("limit", limit);
    lock.lock();
    try {
      long left = NANOSECONDS.convert(limit);
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError(
              missing.get() + " within " + MILLISECONDS.convert(limit) + " ms");
        }
        left = changed.awaitNanos(left);
      }
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(missing.get() + ": interrupted while waiting", e);
    } finally {
      lock.unlock();
    }
  }
}
