package io.forebay.config.internal.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a mapping, keeping the first of several entries with one name. Not thread-safe. */
final class MappingBuilder {
  private final Position at;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private final List<Node.Duplicate> duplicates = new ArrayList<>();

  MappingBuilder(Position at) {
    this.at = at;
  }

  void add(Position nameAt, String name, Node value) {
    Node.Entry first = entries.putIfAbsent(name, new Node.Entry(nameAt, name, value));
    if (first != null) {
      duplicates.add(new Node.Duplicate(nameAt, first.at(), name));
    }
  }

  Node.Mapping build() {
    return new Node.Mapping(at, entries, duplicates);
  }
}
