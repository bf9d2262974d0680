package io.forebay.config.internal.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trees laid over each other. */
public final class Layers {
  private Layers() {}

  /** A tree as that of a text which is not the first. */
  static Node in(int layer, Node node) {
    if (node instanceof Node.Scalar scalar) {
      return new Node.Scalar(scalar.at().in(layer), scalar.kind(), scalar.text());
    } else if (node instanceof Node.Sequence list) {
      return new Node.Sequence(
          list.at().in(layer), list.items().stream().map(item -> in(layer, item)).toList());
    }
    Node.Mapping mapping = (Node.Mapping) node;
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, entry) ->
                entries.put(
                    name, new Node.Entry(entry.at().in(layer), name, in(layer, entry.value()))));
    List<Node.Duplicate> duplicates =
        mapping.duplicates().stream()
            .map(
                each ->
                    new Node.Duplicate(each.at().in(layer), each.first().in(layer), each.name()))
            .toList();
    return new Node.Mapping(mapping.at().in(layer), entries, duplicates);
  }

  /**
   * Reads a text as one of several.
   *
   * @param layer which of them, from 0
   * @return the tree, empty if the text holds nothing but blanks and comments
   * @throws io.forebay.config.DefinitionException if the text cannot be read to its end
   */
  public static Optional<Node> read(int layer, Source source, Findings findings) {
    return layer == 0
        ? TreeReader.read(source, findings)
        : TreeReader.read(source, findings.of(layer)).map(root -> in(layer, root));
  }
}
