package io.forebay.internal.balance;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A round of turns that threads take one after another. Who must not take a turn loses it: it does
 * not go to the neighbour, who has one of his own.
 */
final class Round implements Policy.Chooser {
  private final Seat[] turns;
  private final int patience;
  private final long start;
  private final AtomicLong next;

  /**
   * A round.
   *
   * @param turns whose turn it is, over and over
   * @param start the first turn
   * @param patience how many turns are tried before somebody is taken out of turn
   */
  Round(Seat[] turns, int start, int patience) {
    this.turns = turns;
    this.patience = patience;
    this.start = start;
    next = new AtomicLong(start);
  }

  @Override
  public @Nullable Seat choose(Pick pick, Tried tried) {
    for (int i = 0; i < patience; i++) {
      Seat seat = turns[turn(next.getAndIncrement())];
      if (seat.open(tried) && seat.warm(pick)) {
        return seat;
      }
    }
    return outOfTurn(pick, tried);
  }

  /** Anybody who can be chosen at all: by chance, for the turns that are left come to the same. */
  private @Nullable Seat outOfTurn(Pick pick, Tried tried) {
    int here = pick.random().nextInt(turns.length);
    for (int i = 0; i < turns.length; i++) {
      Seat seat = turns[turn((long) here + i)];
      if (seat.open(tried)) {
        return seat;
      }
    }
    return null;
  }

  /** The last turn that was taken; -1 if none was. */
  int last() {
    long now = next.get();
    return now == start ? -1 : turn(now - 1);
  }

  Seat at(int turn) {
    return turns[turn];
  }

  private int turn(long ticket) {
    return (int) (ticket % turns.length);
  }
}
