package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.Optional;

/**
 * A value in a mapping with keys of its own.
 *
 * @param table the keys
 * @param together which keys need or exclude each other, for the schema
 * @param assembly makes the value of what the keys say
 */
record BlockShape<T>(KeyTable<T> table, Together together, Assembly<T> assembly)
    implements Shape<T> {

  BlockShape(KeyTable<T> table, Assembly<T> assembly) {
    this(table, Together.ANY, assembly);
  }

  /** Makes a value of what its keys say. */
  interface Assembly<T> {
    /**
     * The value; empty after adding a finding.
     *
     * @throws IllegalArgumentException if the keys do not go together; the message tells no secret
     */
    Optional<T> from(Bound bound, Node.Mapping mapping, Place place, Scope scope);
  }

  @Override
  public String expected() {
    return "a mapping";
  }

  @Override
  public Optional<T> read(Node node, Place place, Scope scope) {
    if (!(node instanceof Node.Mapping mapping)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    Bound bound = table.read(mapping, place, scope);
    try {
      return assembly.from(bound, mapping, place, scope);
    } catch (IllegalArgumentException e) {
      scope.found(mapping.at(), place, () -> Scope.complaint(e, place));
      return Optional.empty();
    }
  }

  @Override
  public Object write(T value, Place place, Referring references) {
    return table.write(value, place, references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return table.schema(parts).with(together.rules());
  }
}
