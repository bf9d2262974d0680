package io.forebay.openapi.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the text of a parameter or of a form's field may stand for. Immutable.
 *
 * @param kinds the types that a schema names, in whatever way; none: anything
 * @param items of an array, none or one
 * @param properties of an object
 */
record ValueType(Set<String> kinds, List<ValueType> items, Map<String, ValueType> properties) {
  private static final int MOST_DEPTH = 8;
  private static final int MOST_DIGITS = 400;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Anything at all. */
  static final ValueType ANY = new ValueType(Set.of(), List.of(), Map.of());

  ValueType {
    kinds = Set.copyOf(kinds);
    items = List.copyOf(items);
    properties = Map.copyOf(properties);
  }

  /** The types of a schema. */
  static ValueType of(Documents documents, JsonNode schema) {
    return of(documents, schema, 0);
  }

  private static ValueType of(Documents documents, JsonNode schema, int depth) {
    if (depth > MOST_DEPTH) {
      return ANY;
    }
    JsonNode found = documents.resolved(schema);
    Set<String> kinds = new HashSet<>();
    List<ValueType> items = new ArrayList<>();
    Map<String, ValueType> properties = new HashMap<>();
    JsonNode type = found.path("type");
    if (type.isString()) {
      kinds.add(type.stringValue());
    }
    type.values().forEach(one -> kinds.add(one.asString("")));
    if (found.has("items")) {
      items.add(of(documents, found.path("items"), depth + 1));
    }
    found
        .path("properties")
        .properties()
        .forEach(
            entry -> properties.put(entry.getKey(), of(documents, entry.getValue(), depth + 1)));
    for (String group : List.of("allOf", "anyOf", "oneOf")) {
      for (JsonNode part : found.path(group)) {
        ValueType inner = of(documents, part, depth + 1);
        kinds.addAll(inner.kinds);
        items.addAll(inner.items);
        inner.properties.forEach(properties::putIfAbsent);
      }
    }
    return new ValueType(kinds, items.stream().limit(1).toList(), properties);
  }

  boolean isArray() {
    return kinds.contains("array");
  }

  boolean isObject() {
    return kinds.contains("object");
  }

  boolean mayBeText() {
    return kinds.isEmpty() || kinds.contains("string");
  }

  ValueType item() {
    return items.isEmpty() ? ANY : items.get(0);
  }

  /** A single value that a text stands for, the likeliest. */
  JsonNode value(String text) {
    return candidates(text).get(0);
  }

  /** All that a text may stand for, the likeliest first. */
  List<JsonNode> candidates(String text) {
    List<JsonNode> found = new ArrayList<>();
    if (kinds.contains("integer") || kinds.contains("number")) {
      number(text).ifPresent(found::add);
    }
    if (kinds.contains("boolean") && (text.equals("true") || text.equals("false"))) {
      found.add(NODES.booleanNode(text.equals("true")));
    }
    if (found.isEmpty() || mayBeText()) {
      found.add(NODES.stringNode(text));
    }
    return found;
  }

  private static Optional<JsonNode> number(String text) {
    boolean isNumber =
        text.length() <= MOST_DIGITS
            && text.matches("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]{1,3})?");
    if (!isNumber) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text);
    boolean isWhole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    return Optional.of(
        isWhole ? NODES.numberNode(number.toBigIntegerExact()) : NODES.numberNode(number));
  }
}
