package io.forebay.internal.limit;

/**
 * At most so many starts in any stretch of time of a length: it remembers when the last ones were,
 * in a ring that grows with need, up to the number.
 */
final class SlidingPace implements Pace {
  private static final int AT_FIRST = 16;

  private final long period;
  private final int most;
  private long[] starts; // A ring: the newest ones, oldest first, from oldest on.
  private int oldest;
  private int count;

  SlidingPace(long period, int most) {
    this.period = period;
    this.most = most;
    starts = new long[Math.min(most, AT_FIRST)];
  }

  @Override
  public long earliest(long now, int ahead) {
    long rounds = ahead / most;
    int place = count - most + ahead % most; // Whose time has to be over.
    long first = place < 0 ? now : Math.max(now, at(place) + period);
    return Pace.after(first, rounds, period);
  }

  @Override
  public void start(long now) {
    if (count == most) {
      oldest = (oldest + 1) % starts.length;
      count--;
    }
    if (count == starts.length) {
      grow();
    }
    starts[(oldest + count) % starts.length] = now;
    count++;
  }

  private long at(int place) {
    return starts[(oldest + place) % starts.length];
  }

  private void grow() {
    long[] larger = new long[(int) Math.min(most, 2L * starts.length)];
    for (int i = 0; i < count; i++) {
      larger[i] = at(i);
    }
    starts = larger;
    oldest = 0;
  }

  /** Whom the start pushed out of the ring is not missed: its time was over. */
  @Override
  public void takeBack(long then) {
    int place = count - 1;
    while (place >= 0 && at(place) != then) {
      place--;
    }
    if (place < 0) {
      return; // Over for so long that it is forgotten.
    }
    for (int i = place; i < count - 1; i++) {
      starts[(oldest + i) % starts.length] = at(i + 1);
    }
    count--;
  }
}
