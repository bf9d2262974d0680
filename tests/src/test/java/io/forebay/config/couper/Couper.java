package io.forebay.config.couper;

import io.forebay.config.DefinitionException;
import io.forebay.config.Finding;
import io.forebay.config.Note;
import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads Couper's text, with every environment variable set to a secret but those called ORIGIN. */
final class Couper {
  static final String SECRET = "s3cr3t";

  private Couper() {}

  static Carried read(String text) {
    return new CouperDialect()
        .read(
            Source.of(text, "couper.hcl"),
            name -> name.endsWith("ORIGIN") ? Optional.empty() : Optional.of(SECRET));
  }

  /** The backend {@code x} of these attributes and blocks, at an origin. */
  static BackendSpec backend(String body) {
    return Objects.requireNonNull(read(defining(body)).backends().get("x"));
  }

  static String defining(String body) {
    return "definitions {\n  backend \"x\" {\n    origin = \"http://o:8080\"\n"
        + body
        + "\n  }\n}\n";
  }

  /** What is found: position and text of each. */
  static List<String> findings(String text) {
    try {
      read(text);
      return List.of();
    } catch (DefinitionException e) {
      return e.findings().stream().map(Couper::shown).toList();
    }
  }

  private static String shown(Finding finding) {
    return finding.line() + ":" + finding.column() + ": " + finding.message();
  }

  static List<String> notes(String text) {
    return read(text).notes().stream().map(Note::message).toList();
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Couper.class.getResourceAsStream("/io/forebay/config/couper/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
