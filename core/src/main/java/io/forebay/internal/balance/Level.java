package io.forebay.internal.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A priority, ready for choosing.
 *
 * @param usable its seats that can be chosen
 * @param chooser chooses one of them
 * @param end where its part of the traffic ends, 0 to 1
 * @param panic whether health is ignored
 */
record Level(List<Seat> usable, Policy.Chooser chooser, double end, boolean panic) {

  /** Who serves, or null if the exchange has tried everybody here. */
  @Nullable Choice choose(Pick pick, Tried tried) {
    Seat seat = chooser.choose(pick, tried);
    return seat == null ? null : seat.take(pick, tried, panic);
  }
}
