package io.forebay.internal.limit;

import io.forebay.spec.Durations;
import io.forebay.spec.Throttle;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The throttles of a backend, and the line of those that wait for a slot: one for each attempt that
 * starts, strictly in the order of asking.
 *
 * <p>Every limit holds. Whoever meets one that refuses is refused, on arrival and when its turn
 * comes; the others wait until the limits that let them wait have room. Nobody's place in the line
 * costs anything: a slot is spent when it is granted, and can be given back.
 *
 * <p>A waiter either parks its thread or holds none and is told by a callback. Each is settled
 * once, under the lock, and woken outside of it; one timer lets the first of the line go.
 */
public final class ThrottleLine {

  /** What became of a request for a slot. */
  public enum Outcome {
    /** Nothing yet. */
    WAITING,
    /** The slot is spent; it may be given back. */
    GRANTED,
    /** A limit refuses. */
    BLOCKED,
    /** It could not start before its time is over. */
    LATE,
    /** Too many wait already. */
    CROWDED,
    /** Its time is over. */
    EXPIRED,
    /** Its call was cancelled. */
    CANCELLED,
    /** The line was closed. */
    CLOSED
  }

  /** Who starts so soon after its slot was granted starts when it was. */
  private static final long AT_ONCE = 1_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final int maxWaiting;

  // Guarded by lock.
  private final Paces paces;
  private final Deque<Slot> again = new ArrayDeque<>(); // Before the others: they had a slot.
  private final Deque<Slot> line = new ArrayDeque<>();
  private final Deque<Slot> granted = new ArrayDeque<>(); // Not started yet.
  private boolean closed;
  private Clock.@Nullable Scheduled timer;
  private long timerAt;

  /** A line where at most {@code maxWaiting} wait. */
  public ThrottleLine(List<Throttle> throttles, int maxWaiting, Clock clock) {
    paces = new Paces(throttles);
    this.maxWaiting = maxWaiting;
    this.clock = clock;
  }

  /**
   * Asks for a slot.
   *
   * @param patience longest wait in nanoseconds; a longer one is refused at once
   * @param onSettled runs once when the outcome is known, unless it is known at once; must not
   *     block. Null: the caller parks in {@link Slot#await}
   */
  public Slot join(long patience, @Nullable Runnable onSettled) {
    Slot slot = new Slot(onSettled);
    List<Slot> settled = new ArrayList<>();
    lock.lock();
    try {
      long now = clock.nanoTime();
      letGo(now, settled);
      slot.outcome = arrive(slot, now, patience);
      plan(now);
    } finally {
      lock.unlock();
    }
    settled.forEach(Slot::wake);
    return slot;
  }

  private Outcome arrive(Slot slot, long now, long patience) {
    if (closed) {
      return Outcome.CLOSED;
    }
    int ahead = again.size() + line.size();
    Paces.Exceeded blocked = paces.blocked(now).orElse(null);
    Paces.Exceeded late = blocked == null ? paces.exceeded(now, ahead).orElse(null) : blocked;
    slot.ahead = ahead;
    slot.exceeded = late;
    if (blocked != null) {
      return Outcome.BLOCKED;
    }
    if (ahead == 0 && late == null) {
      grant(slot, now);
      granted.add(slot);
      return Outcome.GRANTED;
    }
    if (late != null && late.nanos() >= patience) {
      return Outcome.LATE;
    }
    if (ahead >= maxWaiting) {
      return Outcome.CROWDED;
    }
    line.add(slot);
    return Outcome.WAITING;
  }

  /** Settles those at the front whose turn it is. Under the lock. */
  private void letGo(long now, List<Slot> settled) {
    for (Slot first = first(); first != null && paces.waits(now) == 0; first = first()) {
      boolean starts = !again.isEmpty();
      (starts ? again : line).remove();
      first.exceeded = paces.blocked(now).orElse(null);
      if (first.exceeded == null) {
        grant(first, now);
        if (!starts) {
          granted.add(first);
        }
      }
      first.outcome = first.exceeded == null ? Outcome.GRANTED : Outcome.BLOCKED;
      settled.add(first);
    }
  }

  private void grant(Slot slot, long now) {
    paces.start(now);
    slot.at = now;
    slot.spent = true;
  }

  private @Nullable Slot first() {
    Slot first = again.peek();
    return first == null ? line.peek() : first;
  }

  /** One timer for the first who waits. Under the lock. */
  private void plan(long now) {
    Clock.Scheduled planned = timer;
    long at = first() == null ? now : now + paces.waits(now);
    if (planned != null && (first() == null || at != timerAt)) {
      planned.cancel();
      timer = null;
    }
    if (first() != null && timer == null) {
      timerAt = at;
      timer = clock.schedule(Duration.ofNanos(at - now), this::turn);
    }
  }

  private void turn() {
    List<Slot> settled = new ArrayList<>();
    lock.lock();
    try {
      timer = null;
      long now = clock.nanoTime();
      letGo(now, settled);
      plan(now);
    } finally {
      lock.unlock();
    }
    settled.forEach(Slot::wake);
  }

  /** How many wait. */
  public int waiting() {
    lock.lock();
    try {
      return again.size() + line.size();
    } finally {
      lock.unlock();
    }
  }

  /** Fails everybody who waits and everybody who will ask. */
  public void close() {
    List<Slot> settled = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      settled.addAll(again);
      settled.addAll(line);
      again.clear();
      line.clear();
      settled.forEach(slot -> slot.outcome = Outcome.CLOSED);
      plan(clock.nanoTime());
    } finally {
      lock.unlock();
    }
    settled.forEach(Slot::wake);
  }

  /** One request for a slot. */
  public final class Slot {
    private @Nullable Runnable onSettled; // Written before others may see it.
    private @Nullable Thread thread;

    // Written under lock.
    private volatile Outcome outcome = Outcome.WAITING;
    private volatile Paces.@Nullable Exceeded exceeded;
    private volatile int ahead;
    private long at;
    private boolean spent; // By this one, and not given back or lent.

    private Slot(@Nullable Runnable onSettled) {
      this.onSettled = onSettled;
      thread = onSettled == null ? Thread.currentThread() : null;
    }

    /** What became of it so far. */
    public Outcome outcome() {
      return outcome;
    }

    /** Which limit refused it or made it wait, and how long, for messages. */
    public String reason() {
      Paces.Exceeded held = exceeded;
      if (held == null) {
        return "no slot yet, " + ahead + " wait before it";
      }
      Duration wait = Duration.ofNanos(Math.max(1_000_000, held.nanos() / 1_000_000 * 1_000_000));
      return "at most "
          + held.throttle().text()
          + ", the next slot is free in "
          + Durations.format(wait)
          + (ahead == 0 ? "" : ", " + ahead + " wait before it");
    }

    /**
     * Parks until settled, at most {@code nanos}. To be called by the thread that joined.
     *
     * @throws InterruptedException if the thread is interrupted; a slot that came at the same time
     *     has been given back
     */
    public Outcome await(long nanos) throws InterruptedException {
      long from = System.nanoTime();
      while (outcome == Outcome.WAITING) {
        long left = nanos - (System.nanoTime() - from);
        if (left <= 0) {
          settle(Outcome.EXPIRED);
          return outcome;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.HOURS.toNanos(1)));
        if (Thread.interrupted()) {
          settle(Outcome.CANCELLED);
          giveBack();
          throw new InterruptedException("interrupted while waiting for a slot");
        }
      }
      return outcome;
    }

    /**
     * Starts, with a slot of this moment where it could not start when its own was granted. Where
     * that is not possible it waits again, in front of all; then {@link #await} is called.
     */
    public void renew(long patience) {
      List<Slot> settled = new ArrayList<>();
      lock.lock();
      try {
        long now = clock.nanoTime();
        granted.remove(this);
        if (outcome == Outcome.GRANTED && (!spent || now - at > AT_ONCE)) {
          unspend();
          borrow(now);
          waitAgain(now, patience);
          letGo(now, settled);
          plan(now);
          settled.remove(this);
        }
      } finally {
        lock.unlock();
      }
      settled.forEach(Slot::wake);
    }

    private void unspend() {
      if (spent) {
        paces.takeBack(at);
      }
      spent = false;
    }

    /** Who has a slot and does not start yet lends it, and waits again when it wants to start. */
    private void borrow(long now) {
      Slot other = paces.exceeded(now, 0).isPresent() ? granted.pollLast() : null;
      if (other != null) {
        other.unspend();
      }
    }

    private void waitAgain(long now, long patience) {
      onSettled = null;
      thread = Thread.currentThread();
      ahead = again.size();
      exceeded = paces.exceeded(now, ahead).orElse(null);
      Paces.Exceeded held = exceeded;
      if (closed) {
        outcome = Outcome.CLOSED;
      } else if (held != null && held.nanos() >= patience) {
        outcome = Outcome.LATE;
      } else {
        outcome = Outcome.WAITING;
        again.add(this);
      }
    }

    /** Its attempt did not start: the slot is the next one's. Does nothing without a slot. */
    public void giveBack() {
      List<Slot> settled = new ArrayList<>();
      lock.lock();
      try {
        granted.remove(this);
        if (outcome == Outcome.GRANTED && spent) {
          long now = clock.nanoTime();
          unspend();
          letGo(now, settled);
          plan(now);
        }
      } finally {
        lock.unlock();
      }
      settled.forEach(Slot::wake);
    }

    /** Gives up because its time is over; does nothing if it is settled. */
    public void expire() {
      if (settle(Outcome.EXPIRED)) {
        wake();
      }
    }

    /** Gives up because the call was cancelled; does nothing if it is settled. */
    public void cancel() {
      if (settle(Outcome.CANCELLED)) {
        wake();
      }
    }

    /** Settles it, unless somebody else has. */
    private boolean settle(Outcome wanted) {
      List<Slot> settled = new ArrayList<>();
      lock.lock();
      try {
        if (outcome != Outcome.WAITING) {
          return false;
        }
        outcome = wanted;
        if (!again.remove(this)) {
          line.remove(this);
        }
        long now = clock.nanoTime();
        letGo(now, settled);
        plan(now);
      } finally {
        lock.unlock();
      }
      settled.forEach(Slot::wake);
      return true;
    }

    private void wake() {
      Runnable told = onSettled;
      if (told != null) {
        told.run();
      } else {
        LockSupport.unpark(thread);
      }
    }
  }
}
