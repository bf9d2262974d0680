package io.forebay.cli.engine;

import io.forebay.InvalidBackendException;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.config.Language;
import io.forebay.config.Note;
import io.forebay.config.Reading;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads files of definitions. */
public final class DefinitionFile {
  private DefinitionFile() {}

  /**
   * What is to be read.
   *
   * @param file a file
   * @param language what it is written in; empty: told by its name and content
   * @param over files that are laid over it; then all of them are in our own form
   */
  public record Files(Path file, Optional<Language> language, List<Path> over) {

    /** A file by itself. */
    public Files(Path file) {
      this(file, Optional.empty(), List.of());
    }

    /** Copies the list. */
    public Files {
      over = List.copyOf(over);
    }
  }

  /**
   * Reads a file, and those over it.
   *
   * @throws InputException with everything that is wrong, a line each, or why it cannot be read
   */
  public static Reading read(Files files) throws InputException {
    try {
      return load(files);
    } catch (DefinitionException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
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
  public static Checked check(Files files) throws InputException {
    Reading reading;
    try {
      reading = load(files);
    } catch (DefinitionException e) {
      return new Checked(String.valueOf(e.getMessage()).lines().toList(), List.of());
    }
    List<String> notes = reading.notes().stream().map(Note::toString).toList();
    return new Checked(checkOpening(files.file(), reading.definitions()), notes);
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

  private static Reading load(Files files) throws InputException {
    Path file = files.file();
    try {
      if (!files.over().isEmpty()) {
        Path[] over = files.over().toArray(Path[]::new);
        return new Reading(Definitions.readLayers(file, over), List.of());
      }
      return files.language().isPresent()
          ? Definitions.read(file, files.language().get())
          : Definitions.readAny(file);
    } catch (IOException e) {
      Path which = failed(e).orElse(file);
      throw new InputException(which + ": " + DataFile.reason(which, e), e);
    }
  }

  /** The file that a failure is about, where it says so. */
  private static Optional<Path> failed(IOException failure) {
    return failure instanceof FileSystemException of
        ? Optional.ofNullable(of.getFile()).map(Path::of)
        : Optional.empty();
  }
}
