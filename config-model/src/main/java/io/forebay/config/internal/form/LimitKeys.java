package io.forebay.config.internal.form;

import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Throttle;
import java.util.List;
import java.util.Optional;

/** The keys that bound how many exchanges there are, and when. */
final class LimitKeys {
  private static final Key<BackendSpec, Optional<BreakerSpec>> CIRCUIT_BREAKER =
      Key.of(
          "circuit_breaker",
          new LaterShape<>(() -> BreakerKeys.BREAKER),
          spec -> spec.limits().breaker(),
          Optional.empty());
  private static final Key<BackendSpec, List<Throttle>> THROTTLE =
      Key.of("throttle", new ThrottlesShape(), spec -> spec.limits().throttles(), List.of());
  private static final Key<BackendSpec, Integer> MAX_CONCURRENT =
      Key.of("max_concurrent", Shapes.COUNT, spec -> spec.limits().maxConcurrent(), 0);

  private static final AdaptiveSpec USUAL = AdaptiveSpec.DEFAULT;
  private static final Key<AdaptiveSpec, Integer> MIN =
      Key.of(
          "min",
          CheckedShapes.whole(n -> USUAL.within(n, Integer.max(n, 1), n)),
          AdaptiveSpec::min,
          USUAL.min());
  private static final Key<AdaptiveSpec, Integer> MAX =
      Key.of(
          "max", CheckedShapes.whole(n -> USUAL.within(1, n, 1)), AdaptiveSpec::max, USUAL.max());
  private static final Key<AdaptiveSpec, Integer> INITIAL =
      Key.of(
          "initial",
          CheckedShapes.whole(n -> USUAL.within(1, 100_000, n)),
          AdaptiveSpec::initial,
          USUAL.initial());
  private static final Key<AdaptiveSpec, Double> TOLERANCE =
      Key.of(
          "tolerance",
          CheckedShapes.decimal(USUAL::withTolerance),
          AdaptiveSpec::tolerance,
          USUAL.tolerance());
  private static final Key<AdaptiveSpec, Double> BACKOFF =
      Key.of(
          "backoff",
          CheckedShapes.decimal(USUAL::withBackoff),
          AdaptiveSpec::backoff,
          USUAL.backoff());
  private static final Key<BackendSpec, Optional<AdaptiveSpec>> ADAPTIVE =
      Key.of(
          "adaptive_concurrency",
          ShortShape.switched(
              Optional.of(USUAL),
              Optional.empty(),
              TransportShapes.optional(
                  CheckedShapes.block(
                      List.of(MIN, MAX, INITIAL, TOLERANCE, BACKOFF), LimitKeys::adaptive))),
          spec -> spec.limits().adaptive(),
          Optional.empty());

  /** All of them, in the order in which they are written. */
  static final List<Key<BackendSpec, ?>> ALL =
      List.of(CIRCUIT_BREAKER, THROTTLE, MAX_CONCURRENT, ADAPTIVE);

  private LimitKeys() {}

  private static AdaptiveSpec adaptive(Bound bound) {
    // What is not said gives way to what is.
    int least = bound.get(MIN).orElse(Math.min(USUAL.min(), bound.get(MAX).orElse(USUAL.max())));
    int most = bound.get(MAX).orElse(Math.max(USUAL.max(), least));
    int usual = Math.max(least, Math.min(most, USUAL.initial()));
    return new AdaptiveSpec(
        least,
        most,
        bound.get(INITIAL).orElse(usual),
        bound.get(TOLERANCE).orElse(USUAL.tolerance()),
        bound.get(BACKOFF).orElse(USUAL.backoff()));
  }

  /** What the keys say together. */
  static Limits limits(Bound bound) {
    if (!bound.saysAny(ALL)) {
      return Limits.NONE;
    }
    return new Limits(
        bound.get(CIRCUIT_BREAKER).flatMap(breaker -> breaker),
        bound.get(THROTTLE).orElse(List.of()),
        bound.get(MAX_CONCURRENT).orElse(0),
        bound.get(ADAPTIVE).flatMap(rules -> rules));
  }
}
