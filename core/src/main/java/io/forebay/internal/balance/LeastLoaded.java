package io.forebay.internal.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a few and takes the least loaded. Two are enough to be close to the best of all, and unlike
 * the best of all they do not send everybody to the same seat between two looks (Mitzenmacher, The
 * Power of Two Choices in Randomized Load Balancing).
 */
final class LeastLoaded implements Policy {

  /** Which of two bears less. */
  interface Comparison {

    /** Whether the one bears less than the other, as far as their weights go. */
    boolean less(Seat one, Seat other, long now);
  }

  private final boolean drawByWeight;
  private final int choices;
  private final Comparison comparison;

  private LeastLoaded(boolean drawByWeight, int choices, Comparison comparison) {
    this.drawByWeight = drawByWeight;
    this.choices = choices;
    this.comparison = comparison;
  }

  /**
   * {@link io.forebay.spec.Balance.LeastRequests}. Drawn by weight, so that weights also hold while
   * nothing is in flight and all are alike.
   */
  static LeastLoaded byRequests(int choices) {
    return new LeastLoaded(true, choices, LeastLoaded::fewer);
  }

  /** {@link io.forebay.spec.Balance.Ewma}. Drawn alike: the weight is in the comparison. */
  static LeastLoaded byLatency() {
    return new LeastLoaded(false, 2, LeastLoaded::faster);
  }

  private static boolean fewer(Seat one, Seat other, long now) {
    return busy(one, now) * other.warmWeight(now) < busy(other, now) * one.warmWeight(now);
  }

  private static double busy(Seat seat, long now) {
    return seat.load().inFlight() + seat.load().penalty(now);
  }

  private static boolean faster(Seat one, Seat other, long now) {
    return expected(one, other, now) * (busy(one, now) + 1) * other.warmWeight(now)
        < expected(other, one, now) * (busy(other, now) + 1) * one.warmWeight(now);
  }

  /**
   * The latency to expect, as compared with the other: of whom nothing is known, it is taken to be
   * as fast. Who lets wait for longer than expected is as slow as that: else an origin that answers
   * nothing would be forgotten to be slow while all wait for it.
   */
  private static double expected(Seat seat, Seat other, long now) {
    double own = seat.load().latency(now);
    double ofOther = other.load().latency(now);
    if (own == 0 && ofOther == 0) {
      return 1;
    }
    double expected = own > 0 ? own : Math.max(ofOther, other.load().age(now));
    return Math.max(expected, seat.load().age(now));
  }

  @Override
  public Chooser over(List<Seat> all, List<Seat> usable) {
    Shares shares = drawByWeight ? Shares.weighted(usable) : Shares.equal(usable);
    return choices >= usable.size()
        ? (pick, tried) -> ofAll(shares, pick, tried)
        : (pick, tried) -> ofSome(shares, pick, tried);
  }

  private @Nullable Seat ofSome(Shares shares, Pick pick, Tried tried) {
    Seat best = shares.draw(pick, tried, null);
    for (int i = 1; best != null && i < choices; i++) {
      Seat other = shares.draw(pick, tried, best);
      if (other != null && comparison.less(other, best, pick.now())) {
        best = other;
      }
    }
    return best;
  }

  private @Nullable Seat ofAll(Shares shares, Pick pick, Tried tried) {
    Seat best = shares.draw(pick, tried, null);
    List<Seat> seats = shares.seats();
    for (int i = 0; best != null && i < seats.size(); i++) {
      Seat other = seats.get(i);
      if (other != best && other.open(tried) && comparison.less(other, best, pick.now())) {
        best = other;
      }
    }
    return best;
  }
}
