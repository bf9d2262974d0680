package io.forebay.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits to use a connection, handed out strictly in the order of asking.
 *
 * <p>The limit is the number of connections where each serves one exchange at a time. Where
 * exchanges share connections it is what these carry together, and moves as connections come, go,
 * and turn out to carry less than thought.
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
    /** Refused, because too many wait already. */
    CROWDED,
    /** Refused, because whom it would wait for waits for it. */
    NESTED,
    /** The queue was closed. */
    CLOSED
  }

  /**
   * The numbers at one moment.
   *
   * @param max permits there are; 0 means any number
   * @param leased permits held
   * @param waiting who waits for one
   */
  public record Counts(int max, int leased, int waiting) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition drained = lock.newCondition();
  private final int maxWaiting;

  // Guarded by lock, as are the links of the waiters.
  private int max;
  private int leased;
  private int waiting;
  private boolean closed;
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** A queue for {@code max} permits, 0 means any number, where at most {@code maxWaiting} wait. */
  public PermitQueue(int max, int maxWaiting) {
    this.max = max;
    this.maxWaiting = maxWaiting;
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
      } else if (waiting >= maxWaiting) {
        waiter.outcome = Outcome.CROWDED;
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
    Waiter granted;
    lock.lock();
    try {
      leased--;
      granted = grantNext();
      signalIfDrained();
    } finally {
      lock.unlock();
    }
    if (granted != null) {
      granted.wake();
    }
  }

  /** Grants to as many as the new limit allows; who holds a permit beyond it keeps it. */
  public void limit(int permits) {
    List<Waiter> granted = new ArrayList<>();
    lock.lock();
    try {
      max = permits;
      for (Waiter next = grantNext(); next != null; next = grantNext()) {
        granted.add(next);
      }
    } finally {
      lock.unlock();
    }
    granted.forEach(Waiter::wake);
  }

  /** Raises a lowered limit by one, at most to {@code most}. */
  void raise(int most) {
    int now = counts().max();
    if (now != 0 && now < most) {
      limit(now + 1);
    }
  }

  /**
   * Gives a permit back that turned out to lead nowhere, lowers the limit to what is in use, and
   * asks again in front of everybody.
   */
  public Waiter overflow() {
    Waiter waiter = new Waiter(null);
    lock.lock();
    try {
      leased--;
      if (max != 0) {
        max = Math.max(1, Math.min(max, leased));
      }
      if (closed) {
        waiter.outcome = Outcome.CLOSED;
        signalIfDrained();
      } else if (leased == 0) {
        leased++; // Nobody would ever wake it.
        waiter.outcome = Outcome.GRANTED;
      } else {
        prepend(waiter);
      }
    } finally {
      lock.unlock();
    }
    return waiter;
  }

  private void signalIfDrained() {
    if (leased == 0) {
      drained.signalAll();
    }
  }

  /** The first who waits, if there is a permit for it. */
  private @Nullable Waiter grantNext() {
    Waiter next = first;
    if (next == null || (max != 0 && leased >= max)) {
      return null;
    }
    unlink(next);
    leased++;
    next.outcome = Outcome.GRANTED;
    return next;
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

  private void prepend(Waiter waiter) {
    waiter.next = first;
    if (first == null) {
      last = waiter;
    } else {
      first.previous = waiter;
    }
    first = waiter;
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
          abandon();
          throw new InterruptedException("interrupted while waiting for a permit");
        }
      }
      return outcome;
    }

    /** Cancels it even if it is granted by now: then the permit goes on to the next. */
    private void abandon() {
      if (settle(Outcome.CANCELLED) || outcome != Outcome.GRANTED) {
        return;
      }
      lock.lock();
      try {
        outcome = Outcome.CANCELLED; // So that nobody else takes it for a permit to release.
      } finally {
        lock.unlock();
      }
      release();
    }

    /** Gives up because the limit is reached; does nothing if it is settled. */
    public void expire() {
      settleAndWake(Outcome.EXPIRED);
    }

    /** Gives up because the call was cancelled; does nothing if it is settled. */
    public void cancel() {
      settleAndWake(Outcome.CANCELLED);
    }

    /** Gives up because the one who waits is the one who would have to release. */
    void nested() {
      settleAndWake(Outcome.NESTED);
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
