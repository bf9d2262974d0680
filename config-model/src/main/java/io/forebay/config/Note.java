package io.forebay.config;

/**
 * Something in a text that is right in its language, but that a definition cannot say, or says with
 * another meaning. Immutable; holds no secret.
 *
 * @param source the file or text as it was called when it was read
 * @param line the line, counted from 1
 * @param column the column, counted in characters from 1
 * @param message what did not carry over, and what became of it
 */
public record Note(String source, int line, int column, String message) {

  /** {@code main.vcl:12:7: note: }, then the message. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": note: " + message;
  }
}
