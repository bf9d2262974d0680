package io.forebay.config.internal.form;

import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that say how exchanges find their way among several origins. */
final class RoutingKeys {
  private static final BalancingKeys<BackendSpec> BALANCING =
      new BalancingKeys<>(spec -> spec.routing().balancing());
  private static final Key<BackendSpec, OutlierSpec> OUTLIER =
      Key.of(
          "outlier",
          new LaterShape<>(() -> OutlierKeys.OUTLIER),
          spec -> spec.routing().outlier(),
          OutlierSpec.DEFAULT);

  private static final Key<SlowStart, Duration> WINDOW =
      Key.of(
          "window",
          CheckedShapes.duration(SlowStart::within),
          SlowStart::window,
          SlowStart.OFF.window());
  private static final Key<SlowStart, Double> AGGRESSION =
      Key.of(
          "aggression",
          CheckedShapes.decimal(n -> new SlowStart(Duration.ZERO, n, 0)),
          SlowStart::aggression,
          SlowStart.OFF.aggression());
  private static final Key<SlowStart, Double> MIN_WEIGHT =
      Key.of(
          "min_weight",
          CheckedShapes.decimal(n -> new SlowStart(Duration.ZERO, 1, n)),
          SlowStart::minimum,
          SlowStart.OFF.minimum());
  private static final Key<BackendSpec, SlowStart> SLOW_START =
      Key.of(
          "slow_start",
          new ShortShape<>(
              Shapes.scalar(
                  "a duration such as 30s, or a mapping",
                  text ->
                      Optional.of(CheckedShapes.duration(text, SlowStart::within))
                          .map(SlowStart::within),
                  rise -> Durations.format(rise.window()),
                  Scalars.DURATION),
              CheckedShapes.block(List.of(WINDOW, AGGRESSION, MIN_WEIGHT), RoutingKeys::slowStart),
              rise -> rise.equals(SlowStart.within(rise.window()))),
          spec -> spec.routing().slowStart(),
          SlowStart.OFF);

  /** All of them, in the order in which they are written. */
  static final List<Key<BackendSpec, ?>> ALL =
      Stream.concat(BALANCING.all().stream(), Stream.of(OUTLIER, SLOW_START)).toList();

  private RoutingKeys() {}

  private static SlowStart slowStart(Bound bound) {
    SlowStart usual = SlowStart.OFF;
    return new SlowStart(
        bound.get(WINDOW).orElse(usual.window()),
        bound.get(AGGRESSION).orElse(usual.aggression()),
        bound.get(MIN_WEIGHT).orElse(usual.minimum()));
  }

  /** What the keys say together. */
  static Routing routing(Bound bound) {
    if (!bound.saysAny(ALL)) {
      return Routing.DEFAULT;
    }
    Routing said =
        new Routing(
            BALANCING.balancing(bound),
            bound.get(OUTLIER).orElse(OutlierSpec.DEFAULT),
            bound.get(SLOW_START).orElse(SlowStart.OFF));
    return said.equals(Routing.DEFAULT) ? Routing.DEFAULT : said; // One in memory.
  }
}
