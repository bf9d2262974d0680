package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads small files that a definition names. */
final class TextFile {
  private TextFile() {}

  /**
   * Reads a file in UTF-8.
   *
   * @param directory what a relative path starts from
   * @param path the path as the definition names it
   * @param most the most bytes
   * @throws IllegalArgumentException if that cannot be done; the message holds no content
   */
  static String read(Path directory, String path, int most) {
    String named = "file '" + Shown.of(path) + "'";
    byte[] bytes;
    try {
      bytes = bytes(directory.resolve(path), named, most);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(named + " cannot be read", e);
    }
    if (bytes.length > most) {
      throw new IllegalArgumentException(named + " is longer than " + most + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(named + " is not in UTF-8", e);
    }
  }

  private static byte[] bytes(Path file, String named, int most) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(named + " does not exist (looked for " + file + ")");
    }
    // A pipe or a device could keep us waiting.
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(named + " is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }
}
