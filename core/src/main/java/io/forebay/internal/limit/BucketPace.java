package io.forebay.internal.limit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A bucket of tokens, full at first, to which one comes back after another. Its state is one
 * number, the time at which it will be full again (the generic cell rate algorithm, ITU-T I.371);
 * the newest starts are remembered only so that one can be taken back.
 */
final class BucketPace implements Pace {
  /** Who takes back a start older than so many is not given its token: they come back anyway. */
  private static final int REMEMBERED = 1_024;

  private final long perToken;
  private final int capacity;
  private final Deque<Long> starts = new ArrayDeque<>();
  private boolean used;
  private long full; // When it is full again.
  private long before; // What that was before the oldest start that is remembered.

  BucketPace(long perToken, int capacity) {
    this.perToken = perToken;
    this.capacity = capacity;
  }

  @Override
  public long earliest(long now, int ahead) {
    long missing = (long) ahead - (capacity - 1);
    long from = fullAt(now);
    return missing > 0
        ? Pace.after(from, missing, perToken)
        : Math.max(now, from + missing * perToken);
  }

  private long fullAt(long now) {
    return used ? Math.max(now, full) : now;
  }

  @Override
  public void start(long now) {
    if (!used) {
      before = now;
      used = true;
      full = now;
    }
    if (starts.size() == REMEMBERED) {
      before = Math.max(starts.remove(), before) + perToken;
    }
    starts.add(now);
    full = fullAt(now) + perToken;
  }

  @Override
  public void takeBack(long then) {
    if (!starts.removeLastOccurrence(then)) {
      return;
    }
    full = before;
    for (long start : starts) {
      full = Math.max(start, full) + perToken;
    }
  }
}
