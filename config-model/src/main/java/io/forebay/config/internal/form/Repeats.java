package io.forebay.config.internal.form;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The short values of one text: what many backends say alike is read once, and is one value in
 * memory. Values are immutable, so nobody notices. Not thread-safe.
 */
final class Repeats {
  /** Longer texts are seldom said twice. */
  private static final int LONGEST = 16;

  /** Of one shape; more would rather be names, which are all different. */
  private static final int MOST = 256;

  private final IdentityHashMap<ScalarShape<?>, Map<String, Object>> known =
      new IdentityHashMap<>();

  Repeats() {}

  /** The value of a text that was read before. */
  @SuppressWarnings("unchecked") // put() pairs each shape with its values.
  <T> Optional<T> find(ScalarShape<T> shape, String text) {
    Map<String, Object> values = known.get(shape);
    return values == null ? Optional.empty() : Optional.ofNullable((T) values.get(text));
  }

  /** Remembers a value, which follows from nothing but the text. */
  <T> void put(ScalarShape<T> shape, String text, T value) {
    if (text.length() > LONGEST || text.contains("${")) {
      return;
    }
    Map<String, Object> values = known.computeIfAbsent(shape, any -> new HashMap<>());
    if (values.size() < MOST) {
      values.put(text, value);
    }
  }
}
