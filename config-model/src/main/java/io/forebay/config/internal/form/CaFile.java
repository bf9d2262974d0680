package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Certificates in PEM: in place, or in a file that is read at once. */
final class CaFile {
  private static final String EXPECTED = "certificates in PEM";
  private static final String FILE_KEY = "ca_file";
  private static final int MOST_BYTES = 1024 * 1024;

  private static final Key<String, String> CA = Key.of("ca", new InPlace(), Optional::of);
  private static final Key<String, String> CA_FILE = Key.of(FILE_KEY, new InFile(), Optional::of);

  /** The block {@code tls}: its value is the text in PEM. */
  static final BlockShape<String> TLS =
      new BlockShape<>(new KeyTable<>(List.of(CA, CA_FILE)), CaFile::assembled);

  private CaFile() {}

  private static Optional<String> assembled(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    if (bound.given(CA) && bound.given(CA_FILE)) {
      scope.found(
          bound.at(CA_FILE, mapping.at()),
          place,
          () -> "ca along with ca_file (expected: one of them)");
    }
    return bound.get(CA).or(() -> bound.get(CA_FILE));
  }

  private static Optional<String> checked(
      String pem, Node.Scalar scalar, Place place, Scope scope) {
    if (pem.isBlank()) {
      scope.found(scalar.at(), place, () -> "empty (expected: " + EXPECTED + ")");
      return Optional.empty();
    }
    return Optional.of(pem);
  }

  /** The text itself. */
  private record InPlace() implements Shape<String> {
    @Override
    public String expected() {
      return EXPECTED;
    }

    @Override
    public Optional<String> read(Node node, Place place, Scope scope) {
      if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
        return scope
            .text(scalar, place)
            .flatMap(text -> checked(text.value(), scalar, place, scope));
      }
      scope.wrong(node, place, EXPECTED, true);
      return Optional.empty();
    }

    @Override
    public @Nullable Object write(String pem, Place place, Referring references) {
      if (references.at(place.sibling(FILE_KEY)).isPresent()) {
        return null;
      }
      return references.at(place).orElseGet(() -> References.escaped(pem));
    }
  }

  /** The name of a file that holds the text. */
  private record InFile() implements Shape<String> {
    @Override
    public String expected() {
      return "the path of a file with " + EXPECTED;
    }

    @Override
    public Optional<String> read(Node node, Place place, Scope scope) {
      if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
        return scope
            .file(scalar, place, MOST_BYTES)
            .flatMap(pem -> checked(pem, scalar, place, scope));
      }
      scope.wrong(node, place, expected(), false);
      return Optional.empty();
    }

    @Override
    public @Nullable Object write(String pem, Place place, Referring references) {
      return references.at(place).orElse(null);
    }
  }
}
