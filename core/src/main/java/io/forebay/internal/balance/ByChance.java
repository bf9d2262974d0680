package io.forebay.internal.balance;

import java.util.List;

/** {@link io.forebay.spec.Balance.Random}. */
final class ByChance implements Policy {

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    Shares shares = Shares.weighted(usable);
    return (pick, tried) -> shares.draw(pick, tried, null);
  }
}
