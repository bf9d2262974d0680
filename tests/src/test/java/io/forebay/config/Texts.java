package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts as the tests of this package read them. */
final class Texts {
  static final Map<String, String> VARIABLES =
      Map.of("TOKEN", "s3cr3t-token", "LOGIN", "peter:s3cr3t-pan", "FIFTY", "50", "EMPTY", "");

  private Texts() {}

  /** Reads a text called {@code t.yaml}, or {@code t.json} if it starts with a brace. */
  static Definitions read(String text) {
    return read(text, text.startsWith("{") ? "t.json" : "t.yaml");
  }

  static Definitions read(String text, String name) {
    Definitions definitions =
        Definitions.read(
            Source.of(text, name), variable -> Optional.ofNullable(VARIABLES.get(variable)));
    assertThat(SchemaCheck.problems(text, name)).as("by the schema: " + text).isEmpty();
    return definitions;
  }

  /** The backend {@code a} of a text with these lines below its origin. */
  static BackendSpec backend(String... lines) {
    return read(definition(lines)).backends().get("a");
  }

  /** A text with the backend {@code a}: its lines start at line 4, column 5. */
  static String definition(String... lines) {
    StringBuilder text = new StringBuilder("backends:\n  a:\n    origin: http://a.example\n");
    for (String line : lines) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }

  /** What is found in a text. */
  static List<String> findings(String text) {
    return findings(text, text.startsWith("{") ? "t.json" : "t.yaml");
  }

  static List<String> findings(String text, String name) {
    DefinitionException[] thrown = new DefinitionException[1];
    assertThatExceptionOfType(DefinitionException.class)
        .as(text.length() > 1_000 ? name : text)
        .isThrownBy(() -> read(text, name))
        .satisfies(e -> thrown[0] = e);
    return thrown[0].findings().stream().map(Finding::toString).toList();
  }
}
