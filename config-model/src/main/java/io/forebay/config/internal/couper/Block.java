package io.forebay.config.internal.couper;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code type "label" { … }}. Immutable.
 *
 * @param at the offset at which it starts
 * @param type its first word
 * @param labels what stands between its type and its brace
 * @param body what stands in its braces
 */
record Block(int at, String type, List<String> labels, Body body) {

  /** Copies the labels. */
  Block {
    labels = List.copyOf(labels);
  }

  /** The first label, without blanks around it. */
  Optional<String> label() {
    return labels.stream().map(String::strip).findFirst();
  }

  /** Its type, and its label if it has one. */
  String title() {
    return label().map(label -> type + " \"" + label + "\"").orElse(type);
  }

  /**
   * {@code name = value}.
   *
   * @param at the offset of its name
   */
  record Attribute(int at, String name, Expression value) {}

  /**
   * What stands in a block, or in a file.
   *
   * @param attributes by name, in order
   * @param blocks in order
   */
  record Body(Map<String, Attribute> attributes, List<Block> blocks) {
    Optional<Attribute> attribute(String name) {
      return Optional.ofNullable(attributes.get(name));
    }
  }
}
