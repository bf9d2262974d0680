package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lays a definition over another: backends and refinements by label, and their keys, like those of
 * the defaults, each as a whole. Null takes away what lies below.
 */
final class Layering {
  /** What is one matter: saying the one is taking the other back. */
  private static final Set<String> ORIGIN = Set.of(Keys.ORIGIN.name(), Keys.ORIGINS.name());

  private Layering() {}

  /** A definition, and one over it. */
  static Node over(Node below, Node above) {
    if (!(below instanceof Node.Mapping lower) || !(above instanceof Node.Mapping upper)) {
      return above;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>(lower.entries());
    upper.entries().forEach((name, entry) -> entries.merge(name, entry, Layering::part));
    return mapping(upper, entries, lower);
  }

  private static Node.Entry part(Node.Entry below, Node.Entry above) {
    if (!Keys.TOP.contains(above.name())
        || !(below.value() instanceof Node.Mapping lower)
        || !(above.value() instanceof Node.Mapping upper)) {
      return above;
    }
    boolean flat = above.name().equals(FormReader.DEFAULTS);
    return with(above, flat ? keys(lower, upper) : labels(lower, upper));
  }

  private static Node.Mapping labels(Node.Mapping lower, Node.Mapping upper) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(lower.entries());
    upper
        .entries()
        .forEach(
            (label, entry) -> {
              Node.Entry before = entries.get(label);
              if (before != null && Scope.is(entry.value(), Node.Kind.NULL)) {
                entries.remove(label);
              } else if (before != null
                  && before.value() instanceof Node.Mapping under
                  && entry.value() instanceof Node.Mapping over) {
                entries.put(label, with(before, keys(under, over)));
              } else {
                entries.put(label, entry);
              }
            });
    return mapping(upper, entries, lower);
  }

  private static Node.Mapping keys(Node.Mapping lower, Node.Mapping upper) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(lower.entries());
    if (upper.entries().keySet().stream().anyMatch(ORIGIN::contains)) {
      entries.keySet().removeAll(ORIGIN);
    }
    upper
        .entries()
        .forEach(
            (name, entry) -> {
              if (lower.entries().containsKey(name) && Scope.is(entry.value(), Node.Kind.NULL)) {
                entries.remove(name);
              } else {
                entries.put(name, entry);
              }
            });
    return mapping(lower, entries, upper);
  }

  private static Node.Entry with(Node.Entry entry, Node value) {
    return new Node.Entry(entry.at(), entry.name(), value);
  }

  private static Node.Mapping mapping(
      Node.Mapping where, Map<String, Node.Entry> entries, Node.Mapping other) {
    List<Node.Duplicate> duplicates =
        Stream.concat(where.duplicates().stream(), other.duplicates().stream()).toList();
    return new Node.Mapping(where.at(), entries, duplicates);
  }
}
