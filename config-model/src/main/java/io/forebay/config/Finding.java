package io.forebay.config;

/**
 * Something in a text that is wrong. Immutable; holds no secret.
 *
 * @param source the file or text as it was called when it was read
 * @param line the line, counted from 1
 * @param column the column, counted in characters from 1
 * @param message where in the definition, what is wrong, what was expected
 */
public record Finding(String source, int line, int column, String message) {

  /** {@code backends.yaml:12:7: error: }, then the message. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": error: " + message;
  }
}
