package io.forebay.config.internal.tree;

import java.util.Comparator;

/**
 * A place in a text, or in one of several that are read together.
 *
 * @param layer which text, from 0
 * @param line from 1
 * @param column from 1
 */
public record Position(int layer, int line, int column) {
  /** The first character. */
  public static final Position START = new Position(1, 1);

  /** From the first text to the last, each from its start to its end. */
  static final Comparator<Position> IN_ORDER =
      Comparator.comparingInt(Position::layer)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  /** A place in a text that is read alone. */
  public Position(int line, int column) {
    this(0, line, column);
  }

  /** The same place of another text. */
  Position in(int other) {
    return new Position(other, line, column);
  }

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
