package io.forebay.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okio.ByteString;

/** Reads files that are sent as they are. */
public final class DataFile {
  private DataFile() {}

  /**
   * The bytes of a file.
   *
   * @throws InputException if it cannot be read
   */
  public static ByteString read(Path file) throws InputException {
    try {
      return ByteString.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(file + ": " + reason(file, e), e);
    }
  }

  /** Why a file cannot be read, in words. */
  static String reason(Path file, IOException failure) {
    if (Files.notExists(file)) {
      return "no such file";
    }
    if (Files.isDirectory(file)) {
      return "is a directory (expected: a file)";
    }
    return Files.isReadable(file)
        ? "cannot be read: " + failure.getMessage()
        : "cannot be read: permission denied";
  }
}
