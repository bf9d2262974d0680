package io.forebay.internal.balance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link io.forebay.spec.Balance.RoundRobin}: goes on behind whoever had the last turn. */
final class InTurn implements Policy {
  private List<String> order = List.of(); // Of the last snapshot, down or not.
  private @Nullable String last;
  private @Nullable Round round;

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    int turn = round == null ? -1 : round.last();
    if (round != null && turn >= 0) {
      last = round.at(turn).id();
    }
    List<String> newOrder = all.stream().map(Seat::id).toList();
    last = stillThere(newOrder);
    order = newOrder;
    round = new Round(usable.toArray(new Seat[0]), start(usable), usable.size());
    return round;
  }

  /** The last one, or if it left, the nearest before it that did not. */
  private @Nullable String stillThere(List<String> newOrder) {
    Set<String> there = new HashSet<>(newOrder);
    int at = last == null ? -1 : order.indexOf(last);
    for (int i = 0; at >= 0 && i < order.size(); i++) {
      String id = order.get(Math.floorMod(at - i, order.size()));
      if (there.contains(id)) {
        return id;
      }
    }
    return null;
  }

  /** Which of the usable comes first behind the last one. */
  private int start(List<Seat> usable) {
    int behind = order.indexOf(last);
    for (int i = 0; i < usable.size(); i++) {
      if (order.indexOf(usable.get(i).id()) > behind) {
        return i;
      }
    }
    return 0;
  }
}
