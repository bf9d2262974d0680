package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value in one scalar where that says all of it, else in a mapping.
 *
 * @param brief the scalar; what it expects names the mapping too
 * @param block the mapping
 * @param isBrief whether the scalar says all of a value
 */
record ShortShape<T>(Shape<T> brief, Shape<T> block, Predicate<T> isBrief) implements Shape<T> {

  /** A block that {@code true} stands for in full, and {@code false} for none. */
  static <T> Shape<T> switched(T on, T off, Shape<T> block) {
    return new ShortShape<>(
        Shapes.scalar(
            "true, false or a mapping",
            text -> Shapes.truth(text).map(given -> given ? on : off),
            value -> value.equals(on),
            Scalars.TRUTH),
        block,
        value -> value.equals(on) || value.equals(off));
  }

  @Override
  public String expected() {
    return brief.expected();
  }

  @Override
  public Optional<T> read(Node node, Place place, Scope scope) {
    return (node instanceof Node.Mapping ? block : brief).read(node, place, scope);
  }

  @Override
  public @Nullable Object write(T value, Place place, Referring references) {
    boolean inScalar = isBrief.test(value) || references.at(place).isPresent();
    return (inScalar ? brief : block).write(value, place, references);
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.anyOf(brief.schema(parts), block.schema(parts));
  }
}
