package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;

/**
 * A piece of a text.
 *
 * @param kind what it is
 * @param text a word, number or mark as it stands, or what is between the quotes
 * @param at its first character
 * @param end the place behind its last one
 */
record Token(Kind kind, String text, Position at, Position end) {

  enum Kind {
    WORD,
    /** Decimal or hexadecimal, without sign and unit. */
    NUMBER,
    /** In quotes; escapes are not decoded yet. */
    STRING,
    /** In braces and quotes, taken as it stands. */
    LONG_STRING,
    /** {@code C{ … }C}. */
    C_CODE,
    /** Any other character. */
    MARK,
    END
  }

  boolean isMark(char mark) {
    return kind == Kind.MARK && text.charAt(0) == mark;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isString() {
    return kind == Kind.STRING || kind == Kind.LONG_STRING;
  }

  /**
   * How messages call it: never what stands in quotes, which may be secret, nor words that have no
   * meaning, which may be secret if a quote is missing.
   */
  String shown() {
    return switch (kind) {
      case WORD -> Words.KNOWN.contains(text) ? "'" + text + "'" : "a word";
      case NUMBER -> "a number";
      case MARK -> "'" + Shown.of(text) + "'";
      case STRING, LONG_STRING -> "a text in quotes";
      case C_CODE -> "a block of C";
      case END -> "the end of the text";
    };
  }
}
