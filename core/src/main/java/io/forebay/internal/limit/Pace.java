package io.forebay.internal.limit;

import io.forebay.spec.Throttle;

/**
 * One limit on starts, and the starts that count for it. Pure: time is given, in nanoseconds that
 * never go back. Not thread-safe.
 *
 * <p>Once a start is possible it stays so until another start: so several limits together allow one
 * from the latest of their times on.
 */
interface Pace {
  /** Thirty years, beyond which nobody asks. */
  long FAR = 1_000_000_000_000_000_000L;

  /** No start counts yet. */
  static Pace of(Throttle throttle) {
    if (throttle instanceof Throttle.TokenBucket bucket) {
      return new BucketPace(bucket.nanosPerToken(), bucket.capacity());
    }
    Throttle.Windowed windowed = (Throttle.Windowed) throttle;
    long period = windowed.period().toNanos();
    return windowed.periodWindow() == Throttle.PeriodWindow.FIXED
        ? new FixedPace(period, windowed.perPeriod())
        : new SlidingPace(period, windowed.perPeriod());
  }

  /**
   * The first time from {@code now} on at which another may start, if {@code ahead} others start
   * before it, each as soon as it may.
   */
  long earliest(long now, int ahead);

  /** So many steps after a time, but not so late that numbers overflow. */
  static long after(long time, long steps, long length) {
    return time + (steps > FAR / length ? FAR : steps * length);
  }

  /** One starts; {@link #earliest} has said that it may. */
  void start(long now);

  /** What was to start then has not: it does not count. */
  void takeBack(long then);
}
