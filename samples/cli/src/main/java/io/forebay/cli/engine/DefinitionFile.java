package io.forebay.cli.engine;

import io.forebay.InvalidBackendException;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads files of definitions. */
public final class DefinitionFile {
  private DefinitionFile() {}

  /**
   * Reads a file.
   *
   * @throws InputException with everything that is wrong, a line each, or why it cannot be read
   */
  public static Definitions read(Path file) throws InputException {
    try {
      return load(file);
    } catch (DefinitionException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What is wrong with a file, a line each; empty if its backends can be opened.
   *
   * @throws InputException if the file cannot be read
   */
  public static List<String> check(Path file) throws InputException {
    Definitions definitions;
    try {
      definitions = load(file);
    } catch (DefinitionException e) {
      return String.valueOf(e.getMessage()).lines().toList();
    }
    return checkOpening(file, definitions);
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

  private static Definitions load(Path file) throws InputException {
    try {
      return Definitions.read(file);
    } catch (IOException e) {
      throw new InputException(file + ": " + DataFile.reason(file, e), e);
    }
  }
}
