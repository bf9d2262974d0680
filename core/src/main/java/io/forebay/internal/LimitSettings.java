package io.forebay.internal;

import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Throttle;
import java.util.List;
import java.util.function.BiConsumer;

/** What is told of the limits over a whole backend. */
final class LimitSettings {
  private static final List<Setting<AdaptiveSpec>> ADAPTIVE =
      List.of(
          new Setting<>("adaptive_concurrency.min", AdaptiveSpec::min),
          new Setting<>("adaptive_concurrency.initial", AdaptiveSpec::initial),
          new Setting<>("adaptive_concurrency.tolerance", AdaptiveSpec::tolerance),
          new Setting<>("adaptive_concurrency.backoff", AdaptiveSpec::backoff));

  private LimitSettings() {}

  /** Tells what there is. */
  static void tell(Limits limits, BiConsumer<String, Object> told) {
    limits.breaker().ifPresent(breaker -> RoutingSettings.tell(breaker, told));
    for (Throttle throttle : limits.throttles()) {
      told.accept("throttle", throttle.text() + ", " + throttle.mode().text());
    }
    if (limits.maxConcurrent() > 0) {
      told.accept("max_concurrent", limits.maxConcurrent());
    }
    limits.adaptive().ifPresent(rules -> tell(rules, told));
  }

  private static void tell(AdaptiveSpec rules, BiConsumer<String, Object> told) {
    told.accept("adaptive_concurrency.max", rules.max());
    Setting.tell(ADAPTIVE, rules, AdaptiveSpec.DEFAULT, told);
  }
}
