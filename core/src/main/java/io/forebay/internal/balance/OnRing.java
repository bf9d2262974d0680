package io.forebay.internal.balance;

import io.forebay.spec.Balance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link io.forebay.spec.Balance.Ring}. The ring of a snapshot holds the points of the usable only,
 * which is the same as walking from a point of someone else to the next of theirs. It does not
 * depend on the order of the seats: where two points fall together, the lesser id has them. Slow
 * start does not count.
 */
final class OnRing implements Policy {
  /** Most points of a ring. */
  static final int MOST_POINTS = 1 << 20;

  private final Balance.Ring by;
  private final int depth;

  /** Of those that were there the last time: hashing costs more than all the rest. */
  private final Map<String, int[]> points = new HashMap<>();

  OnRing(Balance.Ring by, int depth) {
    this.by = by;
    this.depth = depth;
  }

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    long weight = all.stream().mapToLong(Seat::weight).sum();
    double perWeight = Math.min(by.vnodes(), (double) MOST_POINTS / weight);
    points.keySet().retainAll(all.stream().map(Seat::id).toList());
    for (Seat seat : all) {
      int count = (int) Math.max(1, seat.weight() * perWeight);
      points.compute(seat.id(), (id, old) -> pointsOf(id, count, old));
    }
    return new Ring(usable);
  }

  private static int[] pointsOf(String id, int count, int @Nullable [] old) {
    if (old != null && old.length >= count) {
      return old.length == count ? old : Arrays.copyOf(old, count);
    }
    int[] points = new int[count];
    for (int i = 0; i < count; i++) {
      points[i] = (int) Keys.of(id + i);
    }
    return points;
  }

  private final class Ring implements Chooser {
    private final Seat[] seats;
    private final long[] ring; // A point in the upper bits, a seat in the lower 31; in order.

    Ring(List<Seat> usable) {
      seats = usable.toArray(new Seat[0]);
      Arrays.sort(seats, Comparator.comparing(Seat::id));
      ring = new long[usable.stream().mapToInt(seat -> pointsOf(seat).length).sum()];
      int next = 0;
      for (int i = 0; i < seats.length; i++) {
        for (int point : pointsOf(seats[i])) {
          ring[next++] = at(point) | i;
        }
      }
      Arrays.sort(ring);
    }

    private int[] pointsOf(Seat seat) {
      return points.getOrDefault(seat.id(), new int[0]);
    }

    private static long at(int point) {
      return Integer.toUnsignedLong(point) << 31;
    }

    @Override
    public @Nullable Seat choose(Pick pick, Tried tried) {
      if (!anyOpen(tried)) {
        return null;
      }
      int found = Arrays.binarySearch(ring, at((int) Keys.at(depth, pick.keys().applyAsLong(by))));
      int first = found < 0 ? -found - 1 : found;
      for (int i = 0; i < ring.length; i++) {
        Seat seat = seats[(int) (ring[(first + i) % ring.length] & Integer.MAX_VALUE)];
        if (seat.open(tried)) {
          return seat;
        }
      }
      return null;
    }

    private boolean anyOpen(Tried tried) {
      for (int i = 0; i < seats.length; i++) {
        if (seats[i].open(tried)) {
          return true;
        }
      }
      return false;
    }
  }
}
