package io.forebay.config.internal.form;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the writing of one schema shares: its definitions, and which key it is at. Not thread-safe.
 */
final class SchemaParts {
  private final Map<String, Schema> definitions = new TreeMap<>();
  private final Set<String> begun = new HashSet<>();
  private final KeyNotes notes;
  private String path = "";

  SchemaParts(KeyNotes notes) {
    this.notes = notes;
  }

  /**
   * A reference to a definition, which is made when it is first asked for; it may refer to itself.
   *
   * @throws IllegalStateException if there is another definition of that name
   */
  Schema shared(String name, Supplier<Schema> definition) {
    if (begun.add(name)) {
      Schema made = under(name, definition);
      begun.remove(name);
      Schema before = definitions.putIfAbsent(name, made);
      if (before != null && !before.equals(made)) {
        throw new IllegalStateException("two definitions called '" + name + "'");
      }
    }
    return Schema.ref(name);
  }

  /** The schema of a mapping's key, with a line on what it is. */
  Schema at(String key, Supplier<Schema> value) {
    String here = path.isEmpty() ? key : path + "." + key;
    return Schema.of("description", notes.of(here)).with(under(here, value));
  }

  private Schema under(String inner, Supplier<Schema> schema) {
    String outer = path;
    path = inner;
    try {
      return schema.get();
    } finally {
      path = outer;
    }
  }

  /** The definitions by name. */
  Map<String, Schema> definitions() {
    return definitions;
  }
}
