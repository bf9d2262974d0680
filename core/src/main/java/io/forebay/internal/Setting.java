package io.forebay.internal;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A key in text, and what stands behind it.
 *
 * @param <T> what it is a setting of
 */
record Setting<T>(String key, Function<T, Object> value) {

  /** Tells those that are not as usual. */
  static <T> void tell(
      List<Setting<T>> settings, T spec, T usual, BiConsumer<String, Object> told) {
    for (Setting<T> setting : settings) {
      Object value = setting.value().apply(spec);
      if (!value.equals(setting.value().apply(usual))) {
        told.accept(setting.key(), value);
      }
    }
  }
}
