package io.forebay.config.internal.tree;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1
 */
public record Position(int line, int column) {
  /** The first character. */
  public static final Position START = new Position(1, 1);

  /** The place of a character, given its offset in a text. */
  public static Position at(String text, int offset) {
    int line = 1;
    int start = 0;
    int end = Math.min(offset, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new Position(line, text.codePointCount(start, end) + 1);
  }

  /** Line and column with a colon between. */
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
