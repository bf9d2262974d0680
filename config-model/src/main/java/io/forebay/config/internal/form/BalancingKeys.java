package io.forebay.config.internal.form;

import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import java.util.List;
import java.util.function.Function;

/**
 * The keys that say how one of several is chosen: those of a backend, and those of a group in it.
 *
 * @param <O> what chooses
 */
final class BalancingKeys<O> {
  private static final Balancing USUAL = Balancing.DEFAULT;

  private final Key<O, Balance> balance;
  private final Key<O, Integer> quorum;
  private final Key<O, Integer> panicThreshold;
  private final Key<O, Integer> overprovisioning;

  BalancingKeys(Function<O, Balancing> of) {
    balance =
        Key.of(
            "balance",
            new LaterShape<>(() -> BalanceKeys.BALANCE),
            of.andThen(Balancing::by),
            USUAL.by());
    quorum =
        Key.of(
            "quorum",
            CheckedShapes.whole(USUAL::withQuorum),
            of.andThen(Balancing::quorum),
            USUAL.quorum());
    panicThreshold =
        Key.of(
            "panic_threshold",
            CheckedShapes.whole(USUAL::withPanicThreshold),
            of.andThen(Balancing::panicThreshold),
            USUAL.panicThreshold());
    overprovisioning =
        Key.of(
            "overprovisioning",
            CheckedShapes.whole(USUAL::withOverprovisioning),
            of.andThen(Balancing::overprovisioning),
            USUAL.overprovisioning());
  }

  /** All of them, in the order in which they are written. */
  List<Key<O, ?>> all() {
    return List.of(balance, quorum, panicThreshold, overprovisioning);
  }

  /** What the keys say together. */
  Balancing balancing(Bound bound) {
    return new Balancing(
        bound.get(balance).orElse(USUAL.by()),
        bound.get(quorum).orElse(USUAL.quorum()),
        bound.get(panicThreshold).orElse(USUAL.panicThreshold()),
        bound.get(overprovisioning).orElse(USUAL.overprovisioning()));
  }
}
