package io.forebay.config.internal.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text to read.
 *
 * @param name what it is called in findings; its ending may tell the language
 * @param text the text
 * @param directory what relative paths in it start from
 */
public record Source(String name, String text, Path directory) {
  /** The longest text, in bytes or characters. */
  static final int MOST = 8 * 1024 * 1024;

  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if the file cannot be read
   * @throws io.forebay.config.DefinitionException if it is too long or not in UTF-8
   */
  public static Source of(Path file) throws IOException {
    Findings findings = new Findings(file.toString());
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST + 1);
    }
    if (bytes.length > MOST) {
      throw findings.fatal(
          Position.START, tooLong(Math.max(Files.size(file), bytes.length), "bytes"));
    }
    Path parent = file.toAbsolutePath().getParent();
    return new Source(
        file.toString(), decoded(bytes, findings), parent == null ? file.getRoot() : parent);
  }

  /** A text that is no file: relative paths start from the working directory. */
  public static Source of(String text, String name) {
    return new Source(name, text, Path.of("").toAbsolutePath());
  }

  static String tooLong(long size, String unit) {
    return "too long: " + size + " " + unit + " (expected: at most " + MOST + ")";
  }

  private static String decoded(byte[] bytes, Findings findings) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int offset = in.position();
      throw findings.fatal(
          Position.at(text, text.length()),
          String.format(
              "not UTF-8: byte 0x%02x at offset %d (expected: text in UTF-8)",
              bytes[offset], offset));
    }
    return text;
  }
}
