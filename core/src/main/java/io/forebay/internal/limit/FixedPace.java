package io.forebay.internal.limit;

/**
 * At most so many starts in each of the windows that follow each other, all of one length, from the
 * first start on. That later windows are empty moves none of them (Couper).
 */
final class FixedPace implements Pace {
  private final long period;
  private final int most;
  private boolean anchored;
  private long window; // When the window began that was counted last.
  private int count;

  FixedPace(long period, int most) {
    this.period = period;
    this.most = most;
  }

  @Override
  public long earliest(long now, int ahead) {
    long begin = anchored ? windowAt(now) : now;
    long taken = (long) (anchored && begin == window ? count : 0) + ahead;
    return taken < most ? now : Pace.after(begin, taken / most, period);
  }

  @Override
  public void start(long now) {
    long begin = anchored ? windowAt(now) : now;
    if (!anchored || begin != window) {
      anchored = true;
      window = begin;
      count = 0;
    }
    count++;
  }

  private long windowAt(long now) {
    return window + Math.floorDiv(now - window, period) * period;
  }

  @Override
  public void takeBack(long then) {
    if (anchored && then - window >= 0 && count > 0) {
      count--;
    }
  }
}
