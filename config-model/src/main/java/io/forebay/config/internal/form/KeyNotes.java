package io.forebay.config.internal.form;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * A line on what each key is, by the names that lead to it. They stand in {@code keys.properties},
 * beside this class. Not thread-safe.
 */
final class KeyNotes {
  private static final String FILE = "keys.properties";

  private final Properties lines = new Properties();
  private final Set<String> used = new HashSet<>();

  private KeyNotes() {}

  static KeyNotes read() {
    KeyNotes notes = new KeyNotes();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(KeyNotes.class.getResourceAsStream(FILE), FILE),
            StandardCharsets.UTF_8)) {
      notes.lines.load(in);
      return notes;
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /**
   * The line on a key.
   *
   * @throws IllegalStateException if there is none
   */
  String of(String path) {
    used.add(path);
    String line = lines.getProperty(path, "");
    if (line.isBlank()) {
      throw new IllegalStateException(
          "nothing says what the key '" + path + "' is (expected: a line in " + FILE + ")");
    }
    return line;
  }

  /** The lines that nobody asked for: their keys are gone, or misspelt. */
  Set<String> unused() {
    Set<String> rest = new HashSet<>(lines.stringPropertyNames());
    rest.removeAll(used);
    return rest;
  }
}
