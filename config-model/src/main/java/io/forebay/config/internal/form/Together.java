package io.forebay.config.internal.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys of a mapping need or exclude each other, for its schema; the reader says it in words.
 * Immutable.
 *
 * @param rules the keywords
 */
record Together(Schema rules) {
  /** Any keys, or none. */
  static final Together ANY = new Together(Schema.ANY);

  /** Exactly one key, whichever. */
  static final Together ONE = new Together(Schema.of("minProperties", 1).with("maxProperties", 1));

  /** All of these are there. */
  static Together required(Key<?, ?>... keys) {
    return new Together(Schema.of("required", names(keys)));
  }

  /** One of these is there, and no other of them. */
  static Together oneOf(Key<?, ?>... keys) {
    return new Together(
        Schema.of("oneOf", Schema.trees(Arrays.stream(keys).map(Together::given).toList())));
  }

  /** These, and not all of some keys at a time. */
  Together notAll(Key<?, ?>... keys) {
    List<Object> all = list("allOf");
    Map<String, Object> filled = new LinkedHashMap<>();
    for (Key<?, ?> key : keys) {
      // Null says as much as leaving the key out.
      if (key.shape().nullable()) {
        filled.put(key.name(), Schema.of("not", Schema.type("null")).keywords());
      }
    }
    Schema these = Schema.of("required", names(keys));
    all.add(
        Schema.of("not", filled.isEmpty() ? these : these.with("properties", filled)).keywords());
    return new Together(rules.with("allOf", all));
  }

  /** These, and a key only with another. */
  Together needs(Key<?, ?> key, Key<?, ?> other) {
    Map<String, Object> all = map("dependentRequired");
    all.put(key.name(), names(other));
    return new Together(rules.with("dependentRequired", all));
  }

  /** These, and beside a key nothing but others. */
  Together alone(Key<?, ?> key, Key<?, ?>... others) {
    Map<String, Object> all = map("dependentSchemas");
    List<String> names = new ArrayList<>(names(others));
    names.add(0, key.name());
    all.put(key.name(), Schema.of("propertyNames", Schema.of("enum", names)).keywords());
    return new Together(rules.with("dependentSchemas", all));
  }

  private static Schema given(Key<?, ?> key) {
    return Schema.of("required", names(key));
  }

  private static List<String> names(Key<?, ?>... keys) {
    return Arrays.stream(keys).map(Key::name).toList();
  }

  private List<Object> list(String keyword) {
    return new ArrayList<>(
        rules.keywords().get(keyword) instanceof List<?> list ? list : List.of());
  }

  private Map<String, Object> map(String keyword) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (rules.keywords().get(keyword) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    }
    return copy;
  }
}
