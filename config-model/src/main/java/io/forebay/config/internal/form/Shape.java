package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a value looks in text: reads it, writes it, and says what is expected, in words and as a
 * schema. Immutable.
 *
 * @param <T> the value's type
 */
interface Shape<T> {

  /** What is expected, for messages: {@code a whole number}. */
  String expected();

  /** Whether null says as much as leaving the key out. */
  default boolean nullable() {
    return false;
  }

  /** The value of a node; empty after adding a finding. */
  Optional<T> read(Node node, Place place, Scope scope);

  /**
   * The value as maps, lists, texts, numbers and booleans; null: nothing is to be written.
   *
   * @param references the texts with references that stood at places when they were read
   * @throws IllegalStateException if text cannot say the value
   */
  @Nullable Object write(T value, Place place, Referring references);

  /**
   * What {@link #read} takes, as a schema. It may take more where JSON Schema cannot say what is
   * read, and never less. It says nothing of null: that is for {@link #nullable}.
   */
  Schema schema(SchemaParts parts);
}
