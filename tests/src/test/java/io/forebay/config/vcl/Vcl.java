package io.forebay.config.vcl;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forebay.config.DefinitionException;
import io.forebay.config.Finding;
import io.forebay.config.Note;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.vcl.VclDialect;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Texts in VCL as these tests read them. */
final class Vcl {
  static final VclDialect DIALECT = new VclDialect();

  private Vcl() {}

  static Carried read(String text) {
    return DIALECT.read(Source.of(text, "t.vcl"), name -> Optional.empty());
  }

  /** A text with the backend {@code b}: its lines start at line 2, column 3. */
  static String backend(String... lines) {
    return "backend b {\n  " + String.join("\n  ", lines) + "\n}\n";
  }

  /** The backend {@code b} with these lines beside its host. */
  static BackendSpec spec(String... lines) {
    return only(backend(".host = \"a.example\";", String.join("\n", lines)));
  }

  /** The check of a probe with these properties. */
  static HealthSpec health(String properties) {
    return spec(".probe = { " + properties + " }").health().orElseThrow();
  }

  /** The only backend of a text. */
  static BackendSpec only(String text) {
    List<BackendSpec> all = List.copyOf(read(text).backends().values());
    if (all.size() != 1) {
      throw new AssertionError("backends: " + read(text).backends().keySet());
    }
    return all.get(0);
  }

  static List<String> notes(String text) {
    return read(text).notes().stream().map(Note::toString).toList();
  }

  /** What is found in a text. */
  static List<String> findings(String text) {
    DefinitionException[] thrown = new DefinitionException[1];
    assertThatExceptionOfType(DefinitionException.class)
        .as(text)
        .isThrownBy(() -> read(text))
        .satisfies(e -> thrown[0] = e);
    return thrown[0].findings().stream().map(Finding::toString).toList();
  }

  /** A text among the resources. */
  static String resource(String name) {
    try (InputStream in = Vcl.class.getResourceAsStream("/io/forebay/config/vcl/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
