package io.forebay.internal.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Seats laid end to end, each as long as its weight. */
final class Shares {
  // Enough to meet nearly always one that is open and warm; then all are looked at.
  private static final int DRAWS = 8;

  private final List<Seat> seats;
  private final int[] ends;

  private Shares(List<Seat> seats, int[] ends) {
    this.seats = seats;
    this.ends = ends;
  }

  /** By their weights. */
  static Shares weighted(List<Seat> seats) {
    int[] ends = new int[seats.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end = Math.addExact(end, seats.get(i).weight());
      ends[i] = end;
    }
    return new Shares(List.copyOf(seats), ends);
  }

  /** All of the same length. */
  static Shares equal(List<Seat> seats) {
    int[] ends = new int[seats.size()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i + 1;
    }
    return new Shares(List.copyOf(seats), ends);
  }

  List<Seat> seats() {
    return seats;
  }

  int length() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** The seat at a point: the first that ends beyond it. */
  Seat at(int point) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > point) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return seats.get(low);
  }

  /** The seat at a point by chance. */
  Seat draw(RandomGenerator random) {
    return at(random.nextInt(length()));
  }

  /**
   * A seat by chance that is open, not the other one, and warm, if that turns up soon.
   *
   * @return null if there is none
   */
  @Nullable Seat draw(Pick pick, Tried tried, @Nullable Seat other) {
    for (int i = 0; i < DRAWS; i++) {
      Seat seat = draw(pick.random());
      if (seat != other && seat.open(tried) && seat.warm(pick)) {
        return seat;
      }
    }
    return among(pick.random().nextDouble(), pick.now(), tried, other);
  }

  /** The seat at a point, from 0 to 1, of the line of those that are open and not the other one. */
  private @Nullable Seat among(double point, long now, Tried tried, @Nullable Seat other) {
    double length = 0;
    for (int i = 0; i < ends.length; i++) {
      length += length(i, now, tried, other);
    }
    double left = point * length;
    Seat last = null;
    for (int i = 0; i < ends.length; i++) {
      double part = length(i, now, tried, other);
      if (part > 0) {
        last = seats.get(i);
        left -= part;
        if (left < 0) {
          return last;
        }
      }
    }
    return last;
  }

  private double length(int i, long now, Tried tried, @Nullable Seat other) {
    Seat seat = seats.get(i);
    if (seat == other || !seat.open(tried)) {
      return 0;
    }
    return (i == 0 ? ends[0] : ends[i] - ends[i - 1]) * seat.load().warmth(now);
  }
}
