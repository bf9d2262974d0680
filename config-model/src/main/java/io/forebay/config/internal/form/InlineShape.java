package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.Material;
import java.util.Optional;

/**
 * Certificates or a key in place.
 *
 * @param expected what is expected
 * @param key whether it is a key: then it is written only where it stood in text, or as a reference
 */
record InlineShape(String expected, boolean key) implements Shape<Material.Inline> {

  @Override
  public Optional<Material.Inline> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return scope.text(scalar, place).flatMap(text -> read(scalar, text, place, scope));
    }
    scope.wrong(node, place, expected, true);
    return Optional.empty();
  }

  private Optional<Material.Inline> read(Node.Scalar scalar, Text text, Place place, Scope scope) {
    if (text.value().isBlank()) {
      scope.found(scalar.at(), place, () -> "empty (expected: " + expected + ")");
      return Optional.empty();
    }
    if (key) {
      scope.keep(place, text);
    }
    return Optional.of(new Material.Inline(text.value(), text.referring() ? text.raw() : ""));
  }

  @Override
  public Object write(Material.Inline material, Place place, Referring references) {
    return references.written(
        place,
        () ->
            key || !material.reference().isEmpty()
                ? References.written(material.reference())
                : References.escaped(material.text()));
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.of("title", expected).with(Scalars.FILLED.schema(parts));
  }
}
