package io.forebay.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping of the table, of which every key must be asked for. */
final class Entry {
  private final String name;
  private final Map<String, Object> left;

  Entry(String name, Object mapping) {
    this.name = name;
    this.left = new LinkedHashMap<>();
    map(mapping).forEach(left::put);
  }

  /** Refuses what nobody asked for. */
  void done() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(name + ": unknown keys " + left.keySet());
    }
  }

  boolean has(String key) {
    return left.containsKey(key);
  }

  /** What stands there, null included. */
  Object take(String key) {
    return left.remove(key);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(take(key)).map(Object::toString);
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  boolean truth(String key) {
    return Boolean.TRUE.equals(take(key));
  }

  int number(String key, int otherwise) {
    return Optional.ofNullable(take(key)).map(Integer.class::cast).orElse(otherwise);
  }

  List<String> texts(String key) {
    return texts(take(key));
  }

  Map<String, Object> map(String key) {
    return map(take(key));
  }

  /** Texts by name; a single one may stand without a list. */
  Map<String, List<String>> textsByName(String key) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    map(key).forEach((name, values) -> texts.put(name, texts(values)));
    return texts;
  }

  private static List<String> texts(Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(value.toString());
  }

  /** Mappings in a list; a single one may stand without. */
  static List<Entry> entries(String name, Object value) {
    List<?> list = value instanceof List<?> several ? several : List.of(value);
    return list.stream().map(each -> new Entry(name, each)).toList();
  }

  static Map<String, Object> map(Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value != null) {
      ((Map<?, ?>) value).forEach((key, content) -> copy.put(key.toString(), content));
    }
    return copy;
  }
}
