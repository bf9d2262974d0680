package io.forebay.config.internal.vcl;

import io.forebay.health.Consecutive;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something that tells two backends apart.
 *
 * @param key its key in our own form
 * @param property its property in VCL; empty: there is none
 * @param value what a backend says of it
 */
record Setting(String key, String property, Function<BackendSpec, Object> value) {

  /** Whether two backends say the same of it. */
  boolean same(BackendSpec one, BackendSpec other) {
    return value.apply(one).equals(value.apply(other));
  }

  /** The property with its dot, or the key where VCL has none. */
  String name() {
    return property.isEmpty() ? key : "." + property;
  }

  /** What a backend says, if it is fit to be printed: nothing that could be secret. */
  Optional<String> shown(BackendSpec spec) {
    return shown(value.apply(spec));
  }

  private static Optional<String> shown(Object value) {
    if (value instanceof Duration duration) {
      return Optional.of(Durations.format(duration));
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
      return Optional.of(value.toString());
    }
    if (value instanceof Balance balance) {
      return Optional.of(balance.text());
    }
    if (value instanceof Consecutive rule) {
      return Optional.of(
          "failure_threshold: %d, success_threshold: %d"
              .formatted(rule.failureThreshold(), rule.successThreshold()));
    }
    if (value instanceof SlidingWindow rule) {
      return Optional.of(
          "window: %d, threshold: %d, initial: %d"
              .formatted(rule.window(), rule.threshold(), rule.initial()));
    }
    return value instanceof List<?> list ? shown(list) : Optional.empty();
  }

  private static Optional<String> shown(List<?> list) {
    boolean plain =
        list.stream().allMatch(part -> part instanceof Integer || part instanceof StatusRange);
    return plain && !list.isEmpty()
        ? Optional.of(list.stream().map(Object::toString).collect(Collectors.joining(", ")))
        : Optional.empty();
  }
}
