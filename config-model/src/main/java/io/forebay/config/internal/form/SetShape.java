package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of which each counts once, in a list.
 *
 * @param list the list
 */
record SetShape<T>(Shape<List<T>> list) implements Shape<Set<T>> {

  @Override
  public String expected() {
    return list.expected();
  }

  @Override
  public boolean nullable() {
    return list.nullable();
  }

  @Override
  public Optional<Set<T>> read(Node node, Place place, Scope scope) {
    return list.read(node, place, scope).map(LinkedHashSet::new);
  }

  @Override
  public @Nullable Object write(Set<T> values, Place place, Referring references) {
    return list.write(List.copyOf(values), place, references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return list.schema(parts);
  }
}
