package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A shape that is made when somebody needs it. Most texts say few of the blocks there are, and the
 * keys of all of them take longer to make than a short text to read.
 *
 * @param shape gives the shape, always the same one
 */
record LaterShape<T>(Supplier<Shape<T>> shape) implements Shape<T> {

  @Override
  public String expected() {
    return shape.get().expected();
  }

  @Override
  public boolean nullable() {
    return shape.get().nullable();
  }

  @Override
  public Optional<T> read(Node node, Place place, Scope scope) {
    return shape.get().read(node, place, scope);
  }

  @Override
  public @Nullable Object write(T value, Place place, Referring references) {
    return shape.get().write(value, place, references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return shape.get().schema(parts);
  }
}
