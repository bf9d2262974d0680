package io.forebay.internal.balance;

import java.util.List;

/** {@link io.forebay.spec.Balance.Fallback}: each seat is a priority of its own. */
final class InOrder implements Policy {

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    Seat only = usable.get(0);
    return (pick, tried) -> only.open(tried) ? only : null;
  }
}
