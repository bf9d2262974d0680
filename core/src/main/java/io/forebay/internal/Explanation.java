package io.forebay.internal;

import io.forebay.internal.pipeline.Pipeline;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The settings in force and the steps, for people. */
final class Explanation {
  private Explanation() {}

  static String of(BackendSpec spec, Pipeline pipeline) {
    StringBuilder text = new StringBuilder("backend '" + spec.label() + "'\n");
    line(text, "origin", spec.transport().origin(), false);
    line(text, "max_connections", spec.transport().pool().maxConnections(), false);
    line(text, "http2", spec.transport().http2(), false);
    line(
        text,
        "disable_certificate_validation",
        !spec.transport().tls().validate(),
        spec.transport().tls().validate());
    spec.health().ifPresent(check -> line(text, "health", check.request(), false));
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      attribute(text, attribute, spec.exchange());
    }
    return text.append("steps\n").append(pipeline.describe()).toString();
  }

  private static <T> void attribute(
      StringBuilder text, ExchangeAttribute<T> attribute, ExchangeSpec spec) {
    T value = attribute.of(spec);
    boolean isDefault = value.equals(attribute.of(ExchangeSpec.DEFAULT));
    if (!isDefault || value instanceof Duration) {
      line(text, attribute.key(), value, isDefault);
    }
  }

  private static void line(StringBuilder text, String key, Object value, boolean isDefault) {
    String shown =
        value instanceof Duration duration
            ? io.forebay.spec.Durations.format(duration)
            : String.valueOf(
                value instanceof Optional<?> some && some.isPresent() ? some.get() : value);
    text.append(
        String.format(Locale.ROOT, "  %-30s %s%s%n", key, shown, isDefault ? " (default)" : ""));
  }
}
