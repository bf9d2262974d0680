package io.forebay.internal.balance;

import io.forebay.spec.Balance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link io.forebay.spec.Balance.Hash} and {@link io.forebay.spec.Balance.Client}, in the two steps
 * of Varnish 2.1: among all, and if that one is down, among the usable with the same number. Slow
 * start does not count: it would send a key here and there.
 */
final class ByHash implements Policy {
  private final Balance.Keyed by;
  private final int depth;

  ByHash(Balance.Keyed by, int depth) {
    this.by = by;
    this.depth = depth;
  }

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    Shares ofAll = Shares.weighted(all);
    Shares ofUsable = Shares.weighted(usable);
    boolean mindsHealth = usable.size() < all.size();
    return (pick, tried) -> {
      long key = Keys.at(depth, pick.keys().applyAsLong(by));
      Seat first = ofAll.at(Keys.scaled(key, ofAll.length()));
      if ((first.up() || !mindsHealth) && first.open(tried)) {
        return first;
      }
      Seat second = ofUsable.at(Keys.scaled(key, ofUsable.length()));
      return second.open(tried) ? second : amongUntried(ofUsable.seats(), key, tried);
    };
  }

  private static @Nullable Seat amongUntried(List<Seat> usable, long key, Tried tried) {
    int length = 0;
    for (Seat seat : usable) {
      length += seat.open(tried) ? seat.weight() : 0;
    }
    int left = Keys.scaled(key, length);
    for (Seat seat : usable) {
      if (seat.open(tried)) {
        left -= seat.weight();
        if (left < 0) {
          return seat;
        }
      }
    }
    return null;
  }
}
