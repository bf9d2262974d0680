package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.spec.Throttle.PeriodWindow;
import io.forebay.spec.Throttle.TokenBucket;
import io.forebay.spec.Throttle.Windowed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code throttle}: so many per period, or a bucket of tokens. */
final class ThrottleKeys {
  private static final Windowed PERIOD_USUAL = Throttle.of(1, Duration.ofSeconds(1));

  private static final Key<Throttle, Duration> PERIOD =
      windowed(
          "period",
          CheckedShapes.duration(period -> Throttle.of(1, period)),
          throttle -> Optional.of(throttle.period()));
  private static final Key<Throttle, Integer> PER_PERIOD =
      windowed(
          "per_period",
          CheckedShapes.whole(
              n -> new Windowed(PERIOD_USUAL.period(), n, PeriodWindow.FIXED, Mode.WAIT)),
          throttle -> Optional.of(throttle.perPeriod()));
  private static final Key<Throttle, PeriodWindow> PERIOD_WINDOW =
      windowed(
          "period_window",
          Shapes.choice(
              Map.of("sliding", PeriodWindow.SLIDING, "fixed", PeriodWindow.FIXED),
              "sliding or fixed",
              Kind.TEXT),
          throttle ->
              Optional.of(throttle.periodWindow())
                  .filter(window -> window != PeriodWindow.SLIDING));
  private static final Key<Throttle, Double> RATE =
      bucket(
          "rate",
          CheckedShapes.decimal(n -> Throttle.rate(n, 1)),
          throttle -> Optional.of(throttle.rate()));
  private static final Key<Throttle, Integer> CAPACITY =
      bucket(
          "capacity",
          CheckedShapes.whole(n -> Throttle.rate(1_000_000, n)),
          throttle -> Optional.of(throttle.capacity()));
  private static final Key<Throttle, Mode> MODE =
      Key.of(
          "mode",
          Shapes.choice(Map.of("wait", Mode.WAIT, "block", Mode.BLOCK), "wait or block", Kind.TEXT),
          Throttle::mode,
          Mode.WAIT);

  /** One limit. */
  static final Shape<Throttle> THROTTLE =
      CheckedShapes.block(
          List.of(PERIOD, PER_PERIOD, PERIOD_WINDOW, RATE, CAPACITY, MODE),
          Together.oneOf(PERIOD, RATE)
              .needs(PERIOD, PER_PERIOD)
              .needs(PER_PERIOD, PERIOD)
              .needs(PERIOD_WINDOW, PERIOD)
              .needs(RATE, CAPACITY)
              .needs(CAPACITY, RATE),
          ThrottleKeys::throttle);

  private ThrottleKeys() {}

  private static <T> Key<Throttle, T> windowed(
      String name, Shape<T> shape, Function<Windowed, Optional<T>> part) {
    return Key.of(
        name,
        shape,
        throttle ->
            throttle instanceof Windowed windowed ? part.apply(windowed) : Optional.empty());
  }

  private static <T> Key<Throttle, T> bucket(
      String name, Shape<T> shape, Function<TokenBucket, Optional<T>> part) {
    return Key.of(
        name,
        shape,
        throttle -> throttle instanceof TokenBucket bucket ? part.apply(bucket) : Optional.empty());
  }

  private static Throttle throttle(Bound bound) {
    Mode mode = bound.get(MODE).orElse(Mode.WAIT);
    if (!bound.given(RATE) && !bound.given(CAPACITY)) {
      return new Windowed(
          CheckedShapes.required(bound, PERIOD),
          CheckedShapes.required(bound, PER_PERIOD),
          bound.get(PERIOD_WINDOW).orElse(PeriodWindow.SLIDING),
          mode);
    }
    for (Key<Throttle, ?> other : List.of(PERIOD, PER_PERIOD, PERIOD_WINDOW)) {
      if (bound.given(other)) {
        throw new IllegalArgumentException(
            other + ": along with rate (expected: period and per_period, or rate and capacity)");
      }
    }
    return new TokenBucket(
        CheckedShapes.required(bound, RATE), CheckedShapes.required(bound, CAPACITY), mode);
  }
}
