package io.forebay.internal.retry;

import io.forebay.spec.RetryBudgetSpec;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many attempts beyond the first a backend has made of late, and whether one more fits. Shared
 * by all exchanges of a backend, retries and hedges alike. Thread-safe without locks.
 *
 * <p>The window is ten buckets of a second. A bucket is one word, its second together with its
 * exchanges and its further attempts, so it is emptied for a new second in one step, and nobody
 * ever adds to a half emptied one. Who wants an attempt counts it first and looks at the sum then:
 * of those that ask at once, the last to count sees all the others, so together they never get more
 * than is allowed. At worst, two that race for the last one both go without.
 *
 * <p>What an exchange allows expires before what was granted for it, so it cannot be granted twice:
 * however the exchanges come, the further attempts never exceed the percentage of them, once that
 * is more than the floor.
 */
public final class RetryBudget {
  static final int BUCKETS = 10;

  /** Seconds that count as passed when a budget begins: its first exchange may be retried too. */
  static final int AHEAD = 2;

  /** No attempt. */
  static final long NONE = -1;

  /** Seconds by which threads may see different times. */
  private static final long MOST_AHEAD = 60;

  private static final long SECOND = 1_000_000_000;

  // A word: 22 bits of seconds, 24 of exchanges, 18 of further attempts. A bucket that nobody has
  // touched for 48 days may be taken for a new one, once.
  private static final int ATTEMPT_BITS = 18;
  private static final int EXCHANGE_BITS = 24;
  private static final long ONE_EXCHANGE = 1L << ATTEMPT_BITS;
  private static final long MOST_ATTEMPTS = ONE_EXCHANGE - 1;
  private static final long MOST_EXCHANGES = (1L << EXCHANGE_BITS) - 1;
  private static final int SECOND_SHIFT = ATTEMPT_BITS + EXCHANGE_BITS;
  private static final long SECOND_MASK = (1L << (Long.SIZE - SECOND_SHIFT)) - 1;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final long base;

  /**
   * A budget of which nothing is spent.
   *
   * @param now monotonic nanoseconds
   */
  public RetryBudget(long now) {
    // Second 0 is what untouched buckets carry: none of them may look like the present.
    base = now - BUCKETS * SECOND;
  }

  /** An exchange begins: its first attempt, which is always granted. */
  public void request(long now) {
    long second = second(now);
    int at = at(second);
    while (true) {
      long word = buckets.get(at);
      long fresh = freshened(word, second);
      if (exchanges(fresh) == MOST_EXCHANGES
          || buckets.compareAndSet(at, word, fresh + ONE_EXCHANGE)) {
        return;
      }
    }
  }

  /**
   * Takes one further attempt, if it fits.
   *
   * @return whether it may be made; it then counts, whatever becomes of it
   */
  public boolean tryAcquire(RetryBudgetSpec spec, long now) {
    return acquire(spec, now) != NONE;
  }

  /**
   * The same.
   *
   * @return what {@link #giveBack} wants; {@link #NONE} if it does not fit
   */
  long acquire(RetryBudgetSpec spec, long now) {
    long second = count(second(now));
    if (second == NONE || fits(spec, second)) {
      return second;
    }
    giveBack(second);
    return NONE;
  }

  /** Counts an attempt; the second it counts in: a later one if somebody is ahead of us. */
  private long count(long second) {
    int at = at(second);
    while (true) {
      long word = buckets.get(at);
      long fresh = freshened(word, second);
      if (attempts(fresh) == MOST_ATTEMPTS) {
        return NONE;
      }
      if (buckets.compareAndSet(at, word, fresh + 1)) {
        return second + ahead(fresh, second);
      }
    }
  }

  /** Takes an attempt back, unless its second has left the window: nobody sees it any more then. */
  void giveBack(long second) {
    int at = at(second);
    long word = buckets.get(at);
    while (secondOf(word) == (second & SECOND_MASK) && attempts(word) > 0) {
      if (buckets.compareAndSet(at, word, word - 1)) {
        return;
      }
      word = buckets.get(at);
    }
  }

  private boolean fits(RetryBudgetSpec spec, long mine) {
    long second = mine;
    long exchanges = 0;
    long attempts = 0;
    for (int i = 0; i < BUCKETS; i++) {
      long word = buckets.get(i);
      long ahead = ahead(word, second);
      if (ahead > 0) {
        // Somebody has emptied it and may have spent: only their window knows all of it.
        second += ahead;
        exchanges = 0;
        attempts = 0;
        i = -1;
      } else if (age(word, second) < BUCKETS) {
        exchanges += exchanges(word);
        attempts += attempts(word);
      }
    }
    // Seconds before the budget began have brought no exchange, and leave no attempt to spend.
    long floor = spec.floor() * Math.min(BUCKETS, second - BUCKETS + 1 + AHEAD);
    return attempts * 100 <= Math.max(floor * 100, exchanges * spec.percent());
  }

  /** The bucket for a second: emptied if it is of an earlier one, as it is if of a later one. */
  private static long freshened(long word, long second) {
    boolean older = age(word, second) != 0 && ahead(word, second) == 0;
    return older ? (second & SECOND_MASK) << SECOND_SHIFT : word;
  }

  /** How many seconds a bucket is behind. */
  private static long age(long word, long second) {
    return (second - secondOf(word)) & SECOND_MASK;
  }

  /** How many seconds a bucket is ahead of us; 0 if it is not, or so far that it must be stale. */
  private static long ahead(long word, long second) {
    long ahead = (secondOf(word) - second) & SECOND_MASK;
    return ahead <= MOST_AHEAD ? ahead : 0;
  }

  private long second(long now) {
    return Math.max(BUCKETS, (now - base) / SECOND);
  }

  private static int at(long second) {
    return (int) (second % BUCKETS);
  }

  private static long secondOf(long word) {
    return word >>> SECOND_SHIFT;
  }

  private static long exchanges(long word) {
    return (word >>> ATTEMPT_BITS) & MOST_EXCHANGES;
  }

  private static long attempts(long word) {
    return word & MOST_ATTEMPTS;
  }
}
