package io.forebay.cli.engine;

import io.forebay.InvalidBackendException;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.config.Language;
import io.forebay.config.Note;
import io.forebay.config.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads files of definitions. */
public final class DefinitionFile {
  private DefinitionFile() {}

  /**
   * Reads a file.
   *
   * @param language what it is written in; empty: told by its name and content
   * @throws InputException with everything that is wrong, a line each, or why it cannot be read
   */
  public static Reading read(Path file, Optional<Language> language) throws InputException {
    try {
      return load(file, language);
    } catch (DefinitionException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The definitions of a file in whatever language; see {@link #read(Path, Optional)}. */
  public static Definitions read(Path file) throws InputException {
    return read(file, Optional.empty()).definitions();
  }

  /**
   * What is to be said of a file.
   *
   * @param errors what is wrong, a line each; empty if its backends can be opened
   * @param notes what did not carry over from its language, a line each
   */
  public record Checked(List<String> errors, List<String> notes) {}

  /**
   * Checks a file.
   *
   * @throws InputException if the file cannot be read
   */
  public static Checked check(Path file, Optional<Language> language) throws InputException {
    Reading reading;
    try {
      reading = load(file, language);
    } catch (DefinitionException e) {
      return new Checked(String.valueOf(e.getMessage()).lines().toList(), List.of());
    }
    List<String> notes = reading.notes().stream().map(Note::toString).toList();
    return new Checked(checkOpening(file, reading.definitions()), notes);
  }

  /** Some mistakes are seen only when a backend opens; they have no place of their own. */
  private static List<String> checkOpening(Path file, Definitions definitions) {
    try {
      Catalog.open(definitions).close();
      return List.of();
    } catch (InvalidBackendException e) {
      return e.findings().stream().map(finding -> file + ":1:1: error: " + finding).toList();
    }
  }

  private static Reading load(Path file, Optional<Language> language) throws InputException {
    try {
      return language.isPresent()
          ? Definitions.read(file, language.get())
          : Definitions.readAny(file);
    } catch (IOException e) {
      throw new InputException(file + ": " + DataFile.reason(file, e), e);
    }
  }
}
