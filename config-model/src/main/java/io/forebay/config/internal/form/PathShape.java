package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The path of a file that is not read yet: a relative one starts from the definition's directory,
 * and is written again as it was.
 *
 * @param expected what is expected
 */
record PathShape(String expected) implements Shape<Path> {

  @Override
  public Optional<Path> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return scope.path(scalar, place, expected);
    }
    scope.wrong(node, place, expected, false);
    return Optional.empty();
  }

  @Override
  public Object write(Path path, Place place, Referring references) {
    // A path from Java starts from the working directory, which no text knows.
    return references
        .at(place)
        .orElseGet(() -> References.escaped(path.toAbsolutePath().toString()));
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.of("title", expected).with(Scalars.FILLED.schema(parts));
  }
}
