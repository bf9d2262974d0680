package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.vcl.Token.Kind;

/** Takes a text apart, one token at a time and in one pass. Not thread-safe. */
final class Lexer {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String text;
  private final Findings findings;
  private int offset;
  private int line = 1;
  private int column = 1;

  Lexer(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.offset = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
  }

  /**
   * The next token; {@link Kind#END} at the end, as often as asked.
   *
   * @throws io.forebay.config.DefinitionException if a text, comment or block of C is not closed
   */
  Token next() {
    skipBlanks();
    Position at = here();
    if (offset == text.length()) {
      return new Token(Kind.END, "", at, at);
    }
    char first = text.charAt(offset);
    if (first == '"') {
      return shortString(at);
    }
    if (first == '{' || (first == 'C' && peek(1) == '{')) {
      return braced(first, at);
    }
    if (isWordStart(first)) {
      return to(Kind.WORD, endOfWord(), at);
    }
    if (isDigit(first)) {
      return to(Kind.NUMBER, endOfNumber(), at);
    }
    return to(Kind.MARK, offset + 1, at);
  }

  private Position here() {
    return new Position(line, column);
  }

  private char peek(int ahead) {
    return offset + ahead < text.length() ? text.charAt(offset + ahead) : '\0';
  }

  private void advance(int end) {
    for (; offset < end; offset++) {
      char c = text.charAt(offset);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)
          || offset == 0
          || !Character.isHighSurrogate(text.charAt(offset - 1))) {
        column++; // A pair of surrogates is one character.
      }
    }
  }

  private Token to(Kind kind, int end, Position at) {
    String part = text.substring(offset, end);
    advance(end);
    return new Token(kind, part, at, here());
  }

  private void skipBlanks() {
    while (offset < text.length()) {
      char c = text.charAt(offset);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        advance(offset + 1);
      } else if (c == '#' || (c == '/' && peek(1) == '/')) {
        int end = text.indexOf('\n', offset);
        advance(end < 0 ? text.length() : end);
      } else if (c == '/' && peek(1) == '*') {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    int end = text.indexOf("*/", offset + 2);
    if (end < 0) {
      throw findings.fatal(here(), "a comment without its end (expected: */)");
    }
    int inner = text.indexOf("/*", offset + 2);
    Position at = here();
    if (inner >= 0 && inner < end) {
      advance(inner);
      throw findings.fatal(here(), "/* in the comment from " + at + " (expected: */ before it)");
    }
    advance(end + 2);
  }

  private Token shortString(Position at) {
    int end = offset + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
      end++;
    }
    if (end == text.length() || text.charAt(end) == '\n') {
      throw findings.fatal(
          at,
          "a text without its closing quote in this line (expected: \"…\", or {\"…\"} for several"
              + " lines)");
    }
    return quoted(Kind.STRING, offset + 1, end, end + 1, at);
  }

  /** A long string, a block of C, or just a brace. */
  private Token braced(char first, Position at) {
    if (first == 'C') {
      int end = text.indexOf("}C", offset);
      if (end < 0) {
        throw findings.fatal(at, "a block of C without its end (expected: }C)");
      }
      return quoted(Kind.C_CODE, offset + 2, end, end + 2, at);
    }
    int quote = offset + 1;
    while (quote < text.length() && isNamePart(text.charAt(quote))) {
      quote++;
    }
    if (quote == text.length() || text.charAt(quote) != '"') {
      return to(Kind.MARK, offset + 1, at);
    }
    String closing = "\"" + text.substring(offset + 1, quote) + "}";
    int end = text.indexOf(closing, quote + 1);
    if (end < 0) {
      throw findings.fatal(
          at, "a long text without its end (expected: a quote, then what opened it and })");
    }
    return quoted(Kind.LONG_STRING, quote + 1, end, end + closing.length(), at);
  }

  private Token quoted(Kind kind, int from, int to, int end, Position at) {
    String inner = text.substring(from, to);
    advance(end);
    return new Token(kind, inner, at, here());
  }

  private int endOfWord() {
    int end = offset;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfNumber() {
    boolean hex = text.charAt(offset) == '0' && (peek(1) == 'x' || peek(1) == 'X');
    int end = digits(hex ? offset + 2 : offset, hex);
    if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1), hex)) {
      end = digits(end + 1, hex);
    }
    return exponent(end, hex ? "pP" : "e");
  }

  private int exponent(int end, String letters) {
    if (end == text.length() || letters.indexOf(text.charAt(end)) < 0) {
      return end;
    }
    int from = end + 1;
    if (from < text.length() && (text.charAt(from) == '+' || text.charAt(from) == '-')) {
      from++;
    }
    return from < text.length() && isDigit(text.charAt(from)) ? digits(from, false) : end;
  }

  private int digits(int from, boolean hex) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end), hex)) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c, boolean hex) {
    return hex ? Character.digit(c, 16) >= 0 && c < 0x80 : isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isWordStart(c) || isDigit(c);
  }

  private static boolean isWordPart(char c) {
    return isNamePart(c) || c == '-' || c == '.' || c == ':' || c == '*';
  }
}
