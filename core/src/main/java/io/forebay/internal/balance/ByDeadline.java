package io.forebay.internal.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link io.forebay.spec.Balance.Weighted}: a seat of weight w has w turns in a round, a w-th of
 * the round apart, and the earliest turn is served first.
 *
 * <p>The round is laid out when something changes, so that a call only takes the next turn, without
 * a lock or a look at the others. A seat's phase, how long it has to wait for its turn in parts of
 * the time between two of its turns, goes over into the next round: nobody is served twice or
 * passed over because others came or went. The first phases are spread, so that seats of the same
 * weight do not meet: 5, 1, 1 is A A A B A A C.
 */
final class ByDeadline implements Policy {
  /** Longest round; finer weights are rounded. */
  static final int LONGEST = 1 << 14;

  private static final int PATIENCE = 8;

  /** Kept for whoever is a member, down or not. */
  private final Map<String, Double> phases = new HashMap<>();

  private @Nullable Layout layout;

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    if (layout != null) {
      layout.keepPhases(phases);
    }
    phases.keySet().retainAll(all.stream().map(Seat::id).toList());
    layout = new Layout(usable, phases);
    return layout.round;
  }

  /** Weights without what they have in common, and at most as many turns as a round may have. */
  static int[] reduced(List<Seat> seats) {
    int[] weights = seats.stream().mapToInt(Seat::weight).toArray();
    int common = Arrays.stream(weights).reduce(0, ByDeadline::greatestCommonDivisor);
    int[] parts = Arrays.stream(weights).map(weight -> weight / common).toArray();
    double scale = Math.min(1, LONGEST / (double) Arrays.stream(parts).asLongStream().sum());
    return Arrays.stream(parts).map(part -> Math.max(1, (int) (part * scale))).toArray();
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** A turn of a seat, and when in the round it is. */
  private record Turn(int seat, double time) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Integer.compare(seat, other.seat);
    }
  }

  /** The turns of one round. */
  private static final class Layout {
    private final List<Seat> seats;
    private final int[] weights;
    private final double[] first; // The phases.
    private final List<Turn> turns = new ArrayList<>();
    private final Round round;

    Layout(List<Seat> seats, Map<String, Double> phases) {
      this.seats = seats;
      weights = reduced(seats);
      first = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        double spread = (i + 0.5) / weights.length;
        first[i] = phases.getOrDefault(seats.get(i).id(), spread);
        for (int k = 0; k < weights[i]; k++) {
          turns.add(new Turn(i, (k + first[i]) / weights[i]));
        }
      }
      turns.sort(null);
      Seat[] order = turns.stream().map(turn -> seats.get(turn.seat)).toArray(Seat[]::new);
      round = new Round(order, 0, PATIENCE);
    }

    /** How long each has to wait for its turn after the last one that was taken. */
    void keepPhases(Map<String, Double> phases) {
      int last = round.last();
      double now = last < 0 ? 0 : turns.get(last).time;
      int[] taken = new int[weights.length];
      for (int i = 0; i <= last; i++) {
        taken[turns.get(i).seat]++;
      }
      for (int i = 0; i < weights.length; i++) {
        phases.put(seats.get(i).id(), taken[i] + first[i] - now * weights[i]);
      }
    }
  }
}
