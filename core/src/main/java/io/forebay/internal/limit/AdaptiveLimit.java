package io.forebay.internal.limit;

import io.forebay.spec.AdaptiveSpec;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out how many attempts may be in flight: more by one while answers come as fast as ever, and
 * less by a share when they take longer or fail (additive increase, multiplicative decrease). Pure:
 * time is given. Thread-safe.
 *
 * <p>It looks at a window of at least 100 ms and ten attempts, or of one second, and moves the
 * limit at most once a window: what was under way at the same moment tells the same thing many
 * times. Too slow is an average beyond the tolerance over the baseline; the baseline is the lowest
 * average of ten seconds in the last minute. So it forgets: an origin that stays slow at the fewest
 * attempts is taken for what it is after a minute.
 */
public final class AdaptiveLimit {
  private static final long SHORTEST = 100_000_000L;
  private static final long LONGEST = 1_000_000_000L;
  private static final int ENOUGH = 10;
  private static final long LOST_PERCENT = 10;

  private final AdaptiveSpec spec;
  private final int most;
  private final Baseline baseline;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private double limit;
  private long since;
  private long nanos;
  private int answered;
  private int lost;
  private int busiest;

  /**
   * A limit as it is at first.
   *
   * @param most what it does not exceed in any case; 0: nothing but its own bound
   */
  public AdaptiveLimit(AdaptiveSpec spec, int most, long now) {
    this.spec = spec;
    this.most = most == 0 ? spec.max() : Math.min(most, spec.max());
    limit = Math.min(spec.initial(), this.most);
    since = now;
    baseline = new Baseline(now);
  }

  /** The limit at the moment. */
  public int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * An attempt is over as far as its origin's answer goes.
   *
   * @param took nanoseconds from its permit to the head of the answer
   * @param dropped whether it failed and that blames the origin, or was answered 429 or 503
   * @param inFlight how many were in flight, it included
   * @return the limit from now on
   */
  public int ended(long now, long took, boolean dropped, int inFlight) {
    lock.lock();
    try {
      add(now, took, dropped, inFlight);
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }

  private void add(long now, long took, boolean dropped, int inFlight) {
    busiest = Math.max(busiest, inFlight);
    if (dropped) {
      lost++;
    } else {
      answered++;
      nanos += took;
      baseline.add(now, took);
    }
    long length = now - since;
    if (length >= LONGEST || (length >= SHORTEST && answered + lost >= ENOUGH)) {
      move();
      since = now;
      nanos = 0;
      answered = 0;
      lost = 0;
      busiest = 0;
    }
  }

  private void move() {
    if (isTooMuch()) {
      limit = Math.max(Math.min(spec.min(), most), limit * spec.backoff());
    } else if (busiest >= limit / 2) { // What nobody uses, nobody has tried.
      limit = Math.min(most, limit + 1);
    }
  }

  private boolean isTooMuch() {
    if (100L * lost >= LOST_PERCENT * (answered + lost) && lost > 0) {
      return true;
    }
    double usual = baseline.nanos();
    return answered > 0 && usual > 0 && (double) nanos / answered > usual * spec.tolerance();
  }
}
