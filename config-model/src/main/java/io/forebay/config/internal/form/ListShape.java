package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several values of one shape.
 *
 * @param expected what is expected
 * @param item the shape of each
 * @param lenient whether one value may stand without a list around it, and null for no value
 */
record ListShape<T>(String expected, Shape<T> item, boolean lenient) implements Shape<List<T>> {

  @Override
  public boolean nullable() {
    return lenient;
  }

  @Override
  public Optional<List<T>> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Sequence sequence) {
      return Optional.of(items(sequence, place, scope));
    }
    if (lenient && node instanceof Node.Scalar) {
      return item.read(node, place, scope).map(List::of);
    }
    scope.wrong(node, place, expected, lenient);
    return Optional.empty();
  }

  private List<T> items(Node.Sequence sequence, Place place, Scope scope) {
    List<Node> nodes = lenient ? present(sequence.items()) : sequence.items();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (scope.full()) {
        scope.unread(nodes.size() - i);
        break;
      }
      item.read(nodes.get(i), place.item(i), scope).ifPresent(values::add);
    }
    return values;
  }

  private static List<Node> present(List<Node> items) {
    return items.stream().filter(node -> !Scope.is(node, Node.Kind.NULL)).toList();
  }

  @Override
  public @Nullable Object write(List<T> values, Place place, Referring references) {
    if (lenient && values.size() == 1) {
      Place first = place.item(0);
      return item.write(
          values.get(0), references.at(first).isPresent() ? first : place, references);
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (T value : values) {
      items.add(item.write(value, place.item(items.size()), references));
    }
    return items;
  }

  @Override
  public Schema schema(SchemaParts parts) {
    Schema each = item.schema(parts);
    Schema list = Schema.type("array").with("items", lenient ? each.orNull() : each);
    Schema title = Schema.of("title", expected);
    return title.with(lenient ? Schema.anyOf(each, list) : list);
  }
}
