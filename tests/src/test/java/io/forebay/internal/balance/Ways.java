package io.forebay.internal.balance;

import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import java.util.List;

/** Every way to choose. */
final class Ways {
  static final List<Balance> ALL =
      List.of(
          new Balance.RoundRobin(),
          new Balance.Weighted(),
          new Balance.Random(),
          Balance.LeastRequests.DEFAULT,
          new Balance.LeastRequests(3),
          Balance.Ewma.DEFAULT,
          new Balance.Fallback(),
          new Balance.Hash(Value.of("")),
          Balance.Client.DEFAULT,
          Balance.Ring.of(Value.of("")));

  private Ways() {}
}
