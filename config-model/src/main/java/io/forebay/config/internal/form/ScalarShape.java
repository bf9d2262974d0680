package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in one scalar.
 *
 * @param expected what is expected
 * @param secret whether its text must not be told
 * @param admitted the scalars that are accepted; a text with references always is
 * @param format turns text into the value and back
 */
record ScalarShape<T>(String expected, boolean secret, Scalars admitted, Format<T> format)
    implements Shape<T> {

  /** Turns text into a value and back. */
  interface Format<T> {
    /**
     * The value; empty if the text is of another kind.
     *
     * @throws IllegalArgumentException if the text is of the right kind and still no value; the
     *     message tells the text only if the shape is no secret
     */
    Optional<T> read(Text text);

    /**
     * The value in text, or as a number or boolean.
     *
     * @throws IllegalStateException if text cannot say it; the message does not name the place
     */
    Object write(T value);
  }

  @Override
  public Optional<T> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Scalar scalar && accepted(scalar)) {
      Optional<T> before = scope.repeats().find(this, scalar.text());
      return before.isPresent() ? before : readAnew(scalar, place, scope);
    }
    scope.wrong(node, place, expected, secret);
    return Optional.empty();
  }

  private Optional<T> readAnew(Node.Scalar scalar, Place place, Scope scope) {
    Optional<Text> text = scope.text(scalar, place);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = read(scalar, text.get(), place, scope);
    if (value.isPresent()) {
      scope.repeats().put(this, scalar.text(), value.get());
    }
    return value;
  }

  private boolean accepted(Node.Scalar scalar) {
    return admitted.kinds().contains(scalar.kind())
        || (scalar.kind() == Node.Kind.TEXT && References.referring(scalar.text()));
  }

  private Optional<T> read(Node.Scalar scalar, Text text, Place place, Scope scope) {
    try {
      Optional<T> value = format.read(text);
      if (value.isEmpty() && hides(text)) {
        scope.found(scalar.at(), place, () -> hidden(text));
      } else if (value.isEmpty()) {
        scope.wrong(scalar, place, expected, secret);
      }
      return value;
    } catch (IllegalArgumentException e) {
      scope.found(scalar.at(), place, () -> hides(text) ? hidden(text) : Scope.complaint(e, place));
      return Optional.empty();
    }
  }

  /** Whether a complaint may quote what a reference led to. */
  private boolean hides(Text text) {
    return text.referring() && !secret;
  }

  private String hidden(Text text) {
    return "expected " + expected + " but '" + Shown.of(text.raw()) + "' leads to something else";
  }

  @Override
  public @Nullable Object write(T value, Place place, Referring references) {
    return references.written(place, () -> format.write(value));
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.of("title", expected).with(admitted.schema(parts));
  }
}
