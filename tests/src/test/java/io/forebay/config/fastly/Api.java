package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forebay.config.DefinitionException;
import io.forebay.config.Finding;
import io.forebay.config.Note;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.fastly.FastlyDialect;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts of Fastly's API as the tests of this package read them. */
final class Api {
  static final FastlyDialect DIALECT = new FastlyDialect();
  static final List<String> FILES =
      List.of(
          "backend-created.json",
          "backend-everything.json",
          "backends.json",
          "mistakes.json",
          "service.json",
          "stringly.json",
          "version.json");

  private static final Map<String, String> VARIABLES =
      Map.of("CLIENT_KEY", "-----BEGIN PRIVATE KEY-----\ns3cr3t\n", "BLANK", " ");

  private Api() {}

  static Carried read(String text) {
    return read(text, "t");
  }

  static Carried read(String text, String name) {
    return DIALECT.read(
        Source.of(text, name), variable -> Optional.ofNullable(VARIABLES.get(variable)));
  }

  static Carried file(String name) {
    return read(resource(name), name);
  }

  static String resource(String name) {
    try (InputStream in = Api.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource '" + name + "'");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A backend called {@code b} with these members of its object, at {@code b.example}. */
  static String backendText(String members) {
    boolean address = members.contains("\"address\"") || members.contains("\"ipv");
    return "{\"name\": \"b\", "
        + (address || members.contains("\"hostname\"") ? "" : "\"address\": \"b.example\"")
        + (address || members.contains("\"hostname\"") || members.isEmpty() ? "" : ", ")
        + members
        + "}";
  }

  static BackendSpec backend(String members) {
    return backends(backendText(members)).get("b");
  }

  static Map<String, BackendSpec> backends(String text) {
    return read(text).backends();
  }

  /** The notes about a backend, without their source. */
  static List<String> notesOfBackend(String members) {
    return notes(read(backendText(members)));
  }

  static List<String> notes(Carried carried) {
    return carried.notes().stream().map(Note::message).toList();
  }

  /** What is found in a text. */
  static List<String> findings(String text) {
    DefinitionException[] thrown = new DefinitionException[1];
    assertThatExceptionOfType(DefinitionException.class)
        .as(text.length() > 1_000 ? "a text" : text)
        .isThrownBy(() -> read(text))
        .satisfies(e -> thrown[0] = e);
    return thrown[0].findings().stream().map(Finding::toString).toList();
  }

  static List<String> findingsOfBackend(String members) {
    return findings(backendText(members));
  }

  /** A version with a backend {@code b} that is checked like this. */
  static String checkedText(String members) {
    return "{\"backends\": [{\"name\": \"b\", \"address\": \"b.example\", \"healthcheck\": \"h\"}],"
        + " \"healthchecks\": [{\"name\": \"h\""
        + (members.isEmpty() ? "" : ", ")
        + members
        + "}]}";
  }
}
