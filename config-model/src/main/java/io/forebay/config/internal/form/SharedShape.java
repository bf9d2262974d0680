package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A shape that stands once in a schema, and by its name wherever it is used.
 *
 * @param name its name, asked for when a schema is written
 * @param shape the shape
 */
record SharedShape<T>(Supplier<String> name, Shape<T> shape) implements Shape<T> {

  SharedShape(String name, Shape<T> shape) {
    this(() -> name, shape);
  }

  @Override
  public String expected() {
    return shape.expected();
  }

  @Override
  public boolean nullable() {
    return shape.nullable();
  }

  @Override
  public Optional<T> read(Node node, Place place, Scope scope) {
    return shape.read(node, place, scope);
  }

  @Override
  public @Nullable Object write(T value, Place place, Referring references) {
    return shape.write(value, place, references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return parts.shared(name.get(), () -> shape.schema(parts));
  }
}
