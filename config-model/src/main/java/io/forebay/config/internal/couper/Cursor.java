package io.forebay.config.internal.couper;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.tree.Shown;

/** A place in a text that moves on. Bounds what a text may cost. Not thread-safe. */
final class Cursor {
  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 1_000_000;

  private final String text;
  private final Report report;
  private int at;
  private int limit;
  private int depth;
  private int values;

  Cursor(String text, Report report) {
    this.text = text;
    this.report = report;
    this.limit = text.length();
  }

  int at() {
    return at;
  }

  void moveTo(int offset) {
    at = offset;
  }

  int limit() {
    return limit;
  }

  /** The text ends here, until this is called again. */
  void limitTo(int offset) {
    limit = offset;
  }

  boolean atEnd() {
    return at >= limit;
  }

  /** The character here; NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < limit ? text.charAt(at + ahead) : '\0';
  }

  char next() {
    return text.charAt(at++);
  }

  boolean looksAt(String token) {
    return at + token.length() <= limit && text.startsWith(token, at);
  }

  /** Moves behind a token if it stands here. */
  boolean accept(String token) {
    boolean found = looksAt(token);
    at += found ? token.length() : 0;
    return found;
  }

  void expect(String token, String where) {
    if (!accept(token)) {
      throw unexpected("'" + token + "' " + where);
    }
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  /** The offset of a line's end, its break not included. */
  int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 || end > limit ? limit : end;
  }

  /** Skips blanks and comments, and line breaks where they mean nothing. */
  void skip(boolean breaks) {
    while (!atEnd()) {
      char c = peek();
      if (c == ' ' || c == '\t' || c == '\r' || (breaks && c == '\n')) {
        at++;
      } else if (c == '#' || looksAt("//")) {
        at = lineEnd();
      } else if (looksAt("/*")) {
        comment();
      } else {
        return;
      }
    }
  }

  private void comment() {
    int end = text.indexOf("*/", at + 2);
    if (end < 0 || end + 2 > limit) {
      throw fatal(at, "unterminated comment (expected: */)");
    }
    at = end + 2;
  }

  boolean atIdentifier() {
    return !atEnd() && (Character.isLetter(peek()) || peek() == '_');
  }

  /** The name that stands here: letters, digits, {@code _} and {@code -}. */
  String identifier(String expected) {
    if (!atIdentifier()) {
      throw unexpected(expected);
    }
    int start = at;
    while (!atEnd() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Counts a value, and one level; {@link #leave} goes back. */
  void enter() {
    if (++depth > DEEPEST) {
      throw fatal(at, "nested too deep (expected: at most " + DEEPEST + " levels)");
    }
    if (++values > MOST_VALUES) {
      throw fatal(at, "too many values (expected: at most " + MOST_VALUES + ")");
    }
  }

  void leave() {
    depth--;
  }

  DefinitionException unexpected(String expected) {
    String found =
        atEnd() ? "the end" : "'" + Shown.of(Character.toString(text.codePointAt(at))) + "'";
    return fatal(at, "expected " + expected + " but was " + found);
  }

  DefinitionException fatal(int offset, String message) {
    return report.fatal(offset, message);
  }
}
