package io.forebay.spec;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Certificates or a key: given as text, or as a file that may change. Immutable; the content is
 * never printed.
 */
public sealed interface Material {

  /**
   * PEM text, or DER in Base64.
   *
   * @param text the content
   * @param reference where it came from, such as {@code ${env:CLIENT_KEY}}; empty if it was given
   */
  record Inline(String text, String reference) implements Material {
    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Inline {
      if (text.isBlank()) {
        throw new IllegalArgumentException("empty (expected: PEM)");
      }
    }

    /** That it is inline, and nothing of it. */
    @Override
    public String toString() {
      return "(inline)";
    }
  }

  /**
   * A file in PEM, DER or PKCS12, read when the backend opens and, where reloading is on, when it
   * changes.
   *
   * @param path where
   */
  record InFile(Path path) implements Material {
    /** Checks that there is a path. */
    public InFile {
      Objects.requireNonNull(path, "path");
    }

    /** The path. */
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** PEM text, or DER in Base64. */
  static Material inline(String text) {
    return new Inline(text, "");
  }

  /** A file. */
  static Material file(Path path) {
    return new InFile(path);
  }
}
