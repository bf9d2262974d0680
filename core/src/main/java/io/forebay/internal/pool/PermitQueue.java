package io.forebay.internal.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits to use a connection, handed out strictly in the order of asking.
 *
 * <p>A released permit goes straight to the first who waits: nobody who comes later can overtake. A
 * waiter either parks its thread or holds none and is told by a callback. Each waiter is settled
 * once, under the lock; whoever settles it wakes it outside of the lock.
 */
public final class PermitQueue {

  /** What became of a request for a permit. */
  public enum Outcome {
    /** Nothing yet. */
    WAITING,
    /** The permit is held, and has to be released. */
    GRANTED,
    /** Gave up after its limit. */
    EXPIRED,
    /** Gave up because its call was cancelled. */
    CANCELLED,
    /** The queue was closed. */
    CLOSED
  }

  /** The numbers at one moment. */
  public record Counts(int max, int leased, int waiting) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition drained = lock.newCondition();
  private final int max;

  // Guarded by lock, as are the links of the waiters.
  private int leased;
  private int waiting;
  private boolean closed;
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** A queue for {@code max} permits; 0 means that there are always enough. */
  public PermitQueue(int max) {
    this.max = max;
  }

  /** Asks for a permit; the caller then parks in {@link Waiter#await}. */
  public Waiter join() {
    return join(null);
  }

  /**
   * Asks for a permit without holding a thread.
   *
   * @param onSettled runs once when the outcome is known, unless it is known at once; must not
   *     block
   */
  public Waiter join(@Nullable Runnable onSettled) {
    Waiter waiter = new Waiter(onSettled);
    lock.lock();
    try {
      if (closed) {
        waiter.outcome = Outcome.CLOSED;
      } else if (max == 0 || leased < max) {
        leased++;
        waiter.outcome = Outcome.GRANTED;
      } else {
        append(waiter);
      }
    } finally {
      lock.unlock();
    }
    return waiter;
  }

  /** Gives a permit back: to the first who waits, if any. */
  public void release() {
    Waiter next;
    lock.lock();
    try {
      next = first;
      if (next == null) {
        leased--;
        if (leased == 0) {
          drained.signalAll();
        }
        return;
      }
      unlink(next);
      next.outcome = Outcome.GRANTED;
    } finally {
      lock.unlock();
    }
    next.wake();
  }

  /** Fails everybody who waits and everybody who will ask. Permits that are held stay held. */
  public void close() {
    Waiter head;
    lock.lock();
    try {
      closed = true;
      head = first;
      for (Waiter w = head; w != null; w = w.next) {
        w.outcome = Outcome.CLOSED;
      }
      first = null;
      last = null;
      waiting = 0;
    } finally {
      lock.unlock();
    }
    for (Waiter w = head; w != null; w = w.next) {
      w.wake();
    }
  }

  /**
   * Waits until no permit is held.
   *
   * @return whether that came true in time
   */
  public boolean awaitDrained(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (leased > 0) {
        if (left <= 0) {
          return false;
        }
        left = drained.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The numbers at this moment. */
  public Counts counts() {
    lock.lock();
    try {
      return new Counts(max, leased, waiting);
    } finally {
      lock.unlock();
    }
  }

  private void append(Waiter waiter) {
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    waiting++;
  }

  private void unlink(Waiter waiter) {
    Waiter before = waiter.previous;
    Waiter after = waiter.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    waiting--;
  }

  /** One request for a permit. */
  public final class Waiter {
    private final @Nullable Runnable onSettled;
    private final @Nullable Thread thread;
    private volatile Outcome outcome = Outcome.WAITING; // Written under lock.
    private @Nullable Waiter previous;
    private @Nullable Waiter next;

    private Waiter(@Nullable Runnable onSettled) {
      this.onSettled = onSettled;
      this.thread = onSettled == null ? Thread.currentThread() : null;
    }

    /** What became of it so far. */
    public Outcome outcome() {
      return outcome;
    }

    /**
     * Parks until settled, at most {@code nanos}. To be called by the thread that joined.
     *
     * @throws InterruptedException if the thread is interrupted; a permit that came at the same
     *     time has been released
     */
    public Outcome await(long nanos) throws InterruptedException {
      long deadline = System.nanoTime() + nanos;
      while (outcome == Outcome.WAITING) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          settle(Outcome.EXPIRED);
          return outcome;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.HOURS.toNanos(1)));
        if (Thread.interrupted()) {
          if (!settle(Outcome.CANCELLED) && outcome == Outcome.GRANTED) {
            release();
          }
          throw new InterruptedException("interrupted while waiting for a permit");
        }
      }
      return outcome;
    }

    /** Gives up because the limit is reached; does nothing if it is settled. */
    public void expire() {
      settleAndWake(Outcome.EXPIRED);
    }

    /** Gives up because the call was cancelled; does nothing if it is settled. */
    public void cancel() {
      settleAndWake(Outcome.CANCELLED);
    }

    private void settleAndWake(Outcome wanted) {
      if (settle(wanted)) {
        wake();
      }
    }

    /** Settles it, unless somebody else has. */
    private boolean settle(Outcome wanted) {
      lock.lock();
      try {
        if (outcome != Outcome.WAITING) {
          return false;
        }
        unlink(this);
        outcome = wanted;
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void wake() {
      if (onSettled != null) {
        onSettled.run();
      } else {
        LockSupport.unpark(thread);
      }
    }
  }
}
