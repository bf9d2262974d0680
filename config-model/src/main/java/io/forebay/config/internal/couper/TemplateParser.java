package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Expression.Constant;
import io.forebay.config.internal.couper.Expression.Opaque;
import io.forebay.config.internal.couper.Expression.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads text with expressions in it: in quotes, or as a heredoc. */
final class TemplateParser {
  private final Cursor cursor;
  private final ExpressionParser expressions;

  TemplateParser(Cursor cursor, ExpressionParser expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  /** Reads a text from its opening to its closing quote. */
  Text quoted() {
    int at = cursor.at();
    cursor.enter();
    cursor.next();
    List<Expression> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int start = cursor.at();
    while (cursor.peek() != '"') {
      if (cursor.atEnd() || cursor.peek() == '\n') {
        throw cursor.fatal(at, "a text without its closing quote (expected: \" on the same line)");
      }
      if (cursor.peek() == '\\') {
        escape(literal);
      } else if (expression(parts, literal, start)) {
        start = cursor.at();
      }
    }
    cursor.next();
    flush(parts, literal, start);
    cursor.leave();
    return new Text(at, parts);
  }

  /** Reads one character, or an expression; true: what was an expression is in the parts. */
  private boolean expression(List<Expression> parts, StringBuilder literal, int start) {
    if (cursor.accept("$${")) {
      literal.append("${");
      return false;
    }
    if (cursor.accept("%%{")) {
      literal.append("%{");
      return false;
    }
    int at = cursor.at();
    if (cursor.accept("${")) {
      flush(parts, literal, start);
      cursor.accept("~");
      parts.add(expressions.parse(true));
      cursor.skip(true);
      if (cursor.accept("~}")) {
        parts.add(new Opaque(at, "a trimming template"));
      } else {
        cursor.expect("}", "of '${'");
      }
      return true;
    }
    if (cursor.accept("%{")) {
      flush(parts, literal, start);
      directive(at);
      parts.add(new Opaque(at, "a template directive"));
      return true;
    }
    literal.append(cursor.next());
    return false;
  }

  private void directive(int at) {
    while (cursor.peek() != '}') {
      if (cursor.atEnd() || cursor.peek() == '\n') {
        throw cursor.fatal(at, "a template directive without its end (expected: })");
      }
      if (cursor.peek() == '"') {
        quoted();
      } else {
        cursor.next();
      }
    }
    cursor.next();
  }

  private static void flush(List<Expression> parts, StringBuilder literal, int start) {
    if (literal.length() > 0) {
      parts.add(new Constant(start, literal.toString()));
      literal.setLength(0);
    }
  }

  private void escape(StringBuilder literal) {
    int at = cursor.at();
    cursor.next();
    switch (cursor.atEnd() ? '\0' : cursor.next()) {
      case 'n' -> literal.append('\n');
      case 'r' -> literal.append('\r');
      case 't' -> literal.append('\t');
      case '"' -> literal.append('"');
      case '\\' -> literal.append('\\');
      case 'u' -> unicode(at, 4, literal);
      case 'U' -> unicode(at, 8, literal);
      default ->
          throw cursor.fatal(
              at, "Invalid escape sequence (expected: \\n, \\r, \\t, \\\", \\\\, \\uNNNN)");
    }
  }

  private void unicode(int at, int length, StringBuilder literal) {
    int code = 0;
    for (int i = 0; i < length; i++) {
      int digit = cursor.atEnd() ? -1 : Character.digit(cursor.next(), 16);
      if (digit < 0 || code > Character.MAX_CODE_POINT) {
        throw cursor.fatal(at, "Invalid escape sequence (expected: " + length + " hex digits)");
      }
      code = code * 16 + digit;
    }
    if (!Character.isValidCodePoint(code)
        || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
      throw cursor.fatal(at, "Invalid escape sequence (expected: a Unicode character)");
    }
    literal.appendCodePoint(code);
  }

  /** Reads a heredoc, whose last line holds nothing but its word. */
  Text heredoc() {
    int at = cursor.at();
    cursor.enter();
    cursor.accept("<<");
    boolean indented = cursor.accept("-");
    String word = cursor.identifier("a word behind '<<'");
    if (!cursor.substring(cursor.at(), cursor.lineEnd()).isBlank()
        || cursor.lineEnd() == cursor.limit()) {
      throw cursor.unexpected("a new line behind '<<'");
    }
    cursor.moveTo(cursor.lineEnd() + 1);
    int start = cursor.at();
    int indent = toWord(at, word);
    int end = cursor.at();
    int behind = cursor.lineEnd();
    int limit = cursor.limit();
    cursor.limitTo(end);
    cursor.moveTo(start);
    List<Expression> parts = lines(start);
    cursor.limitTo(limit);
    cursor.moveTo(behind);
    cursor.leave();
    return new Text(at, indented ? Indent.removed(parts, indent) : parts);
  }

  /** Moves to the line with the word; the indentation that all lines before it share. */
  private int toWord(int at, String word) {
    int indent = Integer.MAX_VALUE;
    while (!cursor.atEnd()) {
      String line = cursor.substring(cursor.at(), cursor.lineEnd());
      if (line.strip().equals(word)) {
        return indent;
      }
      if (!line.isBlank()) {
        indent = Math.min(indent, line.length() - line.stripLeading().length());
      }
      if (cursor.lineEnd() == cursor.limit()) {
        break;
      }
      cursor.moveTo(cursor.lineEnd() + 1);
    }
    throw cursor.fatal(at, "Unterminated heredoc (expected: a line with its word alone)");
  }

  private List<Expression> lines(int start) {
    List<Expression> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int from = start;
    while (!cursor.atEnd()) {
      if (expression(parts, literal, from)) {
        from = cursor.at();
      }
    }
    flush(parts, literal, from);
    return parts;
  }

  /** Takes the indentation from the pieces of a heredoc. */
  private static final class Indent {
    private Indent() {}

    static List<Expression> removed(List<Expression> parts, int indent) {
      List<Expression> removed = new ArrayList<>();
      boolean fresh = true;
      for (Expression part : parts) {
        if (part instanceof Constant constant && constant.value() instanceof String text) {
          removed.add(new Constant(part.at(), removed(text, indent, fresh)));
          fresh = text.endsWith("\n");
        } else {
          removed.add(part);
          fresh = false;
        }
      }
      return removed;
    }

    private static String removed(String text, int indent, boolean fresh) {
      StringBuilder out = new StringBuilder();
      int left = fresh ? indent : 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (left > 0 && (c == ' ' || c == '\t')) {
          left--;
          continue;
        }
        out.append(c);
        left = c == '\n' ? indent : 0;
      }
      return out.toString();
    }
  }
}
