package io.forebay.internal.limit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.forebay.BreakerState;
import io.forebay.spec.BreakerSpec;
import io.forebay.spi.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Refuses exchanges while too many before them failed, then lets a few trials through, which
 * decide.
 *
 * <p>Who enters gets a ticket and gives it back with exactly one of the three ends. The ticket says
 * in which state it was given, so what began before a change decides nothing after it: a late
 * failure of better days is no trial, and a trial that is given up frees the place of a trial and
 * no other. Trials that have not ended after a minute, or {@code openFor} if that is longer, count
 * as failed, so that one which hangs does not hold the breaker half open for ever.
 *
 * <p>The counting is resilience4j's. Thread-safe; while it is closed, to enter is one volatile
 * read. The lock is held for the counting only, never over the listener.
 */
public final class Breaker {
  /** No ticket: refused. */
  public static final long REFUSED = -1;

  /** Hears of changes. */
  @FunctionalInterface
  public interface Listener {
    /** The state has changed. Called on the thread whose exchange changed it; must not block. */
    void changed(BreakerState from, BreakerState to);
  }

  /** One stay in a state. Its number is the ticket. */
  private record Stay(long number, BreakerState state, long since) {}

  private static final long LEAST_PATIENCE = 60_000_000_000L;

  /** What the counting wants for a cause; nobody reads it. */
  private final Exception failure = new Exception("failed");

  private final Clock clock;
  private final CircuitBreaker counting;
  private final Listener listener;
  private final long openFor;
  private final long patience;
  private final ReentrantLock lock = new ReentrantLock();

  // Written under the lock.
  private volatile Stay stay;

  /**
   * A breaker that is closed.
   *
   * @param name for the log of what counts
   * @param clock only its monotonic time is used
   */
  public Breaker(String name, BreakerSpec spec, Clock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
    openFor = spec.openFor().toNanos();
    patience = Math.max(LEAST_PATIENCE, openFor);
    stay = new Stay(0, BreakerState.CLOSED, clock.nanoTime());
    counting = CircuitBreaker.of(name, Counting.config(spec, clock));
    // On the thread that changes it, which holds the lock.
    counting.getEventPublisher().onStateTransition(event -> moved());
  }

  /** What it does at the moment; open until somebody enters, even if it would let trials in. */
  public BreakerState state() {
    return stay.state();
  }

  /**
   * Nanoseconds until it may let somebody in again: above 0 only while it is open. Whoever chooses
   * among origins asks this, so that an origin whose time is over gets its trials.
   */
  public long untilTrial() {
    Stay seen = stay;
    if (seen.state() != BreakerState.OPEN) {
      return 0;
    }
    return Math.max(0, seen.since() + openFor + 1 - clock.nanoTime());
  }

  /**
   * Lets an exchange in, or not.
   *
   * @return its ticket, from 0 on; {@link #REFUSED} if it must not be sent
   */
  public long enter() {
    Stay seen = stay;
    return seen.state() == BreakerState.CLOSED ? seen.number() : enterSlowly();
  }

  private long enterSlowly() {
    Stay before;
    Stay after;
    boolean entered;
    lock.lock();
    try {
      before = stay;
      entered = counting.tryAcquirePermission();
      if (!entered && overdue()) {
        counting.transitionToOpenState();
      }
      after = stay;
    } finally {
      lock.unlock();
    }
    tell(before, after);
    return entered ? after.number() : REFUSED;
  }

  private boolean overdue() {
    Stay now = stay;
    return now.state() == BreakerState.HALF_OPEN && clock.nanoTime() - now.since() > patience;
  }

  /** The exchange has succeeded: a response that does not blame the origin. */
  public void succeeded(long ticket, long nanos) {
    end(ticket, () -> counting.onSuccess(nanos, NANOSECONDS));
  }

  /** The exchange has failed, and that speaks against the origin. */
  public void failed(long ticket, long nanos) {
    end(ticket, () -> counting.onError(nanos, NANOSECONDS, failure));
  }

  /** The exchange is over and says nothing: cancelled, or refused by ourselves further on. */
  public void abandoned(long ticket) {
    end(ticket, counting::releasePermission);
  }

  private void end(long ticket, Runnable count) {
    Stay before;
    Stay after;
    lock.lock();
    try {
      before = stay;
      if (ticket == before.number()) {
        count.run();
      }
      after = stay;
    } finally {
      lock.unlock();
    }
    tell(before, after);
  }

  /** Under the lock. */
  private void moved() {
    BreakerState state =
        switch (counting.getState()) {
          case OPEN -> BreakerState.OPEN;
          case HALF_OPEN -> BreakerState.HALF_OPEN;
          case CLOSED, DISABLED, METRICS_ONLY, FORCED_OPEN ->
              BreakerState.CLOSED; // The rest: never.
        };
    stay = new Stay(stay.number() + 1, state, clock.nanoTime());
  }

  private void tell(Stay before, Stay after) {
    if (after.number() != before.number()) {
      listener.changed(before.state(), after.state());
    }
  }
}
