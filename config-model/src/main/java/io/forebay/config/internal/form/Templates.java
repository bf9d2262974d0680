package io.forebay.config.internal.form;

import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Values as text: <code>{name}</code> is a variable, <code>{{</code> a brace, and what a reference
 * led to stays known by its reference.
 */
final class Templates {
  // What Template takes for more than itself: a doubled brace, or the start of a variable.
  private static final Pattern SPECIAL =
      Pattern.compile("\\{(?=\\{|[A-Za-z_][A-Za-z0-9_.-]*\\}|\\z)");
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n\\x00]");

  // As Value.of("") says it.
  private static final List<Part> NOTHING = List.of(new Literal("", ""));

  private Templates() {}

  /** The template that a text stands for; neighbouring literals are joined. */
  static Template read(Text text) {
    if (text.pieces().size() == 1) {
      List<Part> parts = parts(text.pieces().get(0));
      return new Template(parts.isEmpty() ? NOTHING : parts);
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (Text.Piece piece : text.pieces()) {
      for (Part part : parts(piece)) {
        if (part instanceof Literal found && !found.secret()) {
          literal.append(found.text());
        } else {
          flush(literal, parts);
          parts.add(part);
        }
      }
    }
    flush(literal, parts);
    return new Template(parts.isEmpty() ? NOTHING : parts);
  }

  private static List<Part> parts(Text.Piece piece) {
    if (piece instanceof Text.Secret secret) {
      return List.of(new Literal(secret.text(), secret.reference()));
    }
    return piece instanceof Text.Escaped
        ? List.of(new Literal(piece.text(), ""))
        : Template.parseParts(piece.text());
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (literal.length() > 0) {
      parts.add(new Literal(literal.toString(), ""));
      literal.setLength(0);
    }
  }

  /** A text without line breaks and NUL, which no header may carry (Couper). */
  static Text onOneLine(Text text) {
    if (isOnOneLine(text.value())) {
      return text;
    }
    List<Text.Piece> pieces = new ArrayList<>();
    for (Text.Piece piece : text.pieces()) {
      String line = onOneLine(piece.text());
      if (piece instanceof Text.Secret secret) {
        pieces.add(new Text.Secret(line, secret.reference()));
      } else {
        pieces.add(piece instanceof Text.Escaped ? new Text.Escaped(line) : new Text.Plain(line));
      }
    }
    return new Text(text.raw(), pieces);
  }

  private static boolean isOnOneLine(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf(0) < 0;
  }

  static String onOneLine(String text) {
    return LINE_BREAKS.matcher(text).replaceAll("");
  }

  /**
   * A text that {@link #read} turns into the value; a number or a boolean becomes what it prints
   * as.
   *
   * @throws IllegalStateException if it is computed, or secret without a reference
   */
  static String write(Value value) {
    if (value instanceof Value.Plain plain) {
      return plain.toString();
    }
    if (!(value instanceof Template template)) {
      throw new IllegalStateException("computed in Java, which no text can say");
    }
    StringBuilder text = new StringBuilder();
    int last = template.parts().size() - 1;
    for (int i = 0; i <= last; i++) {
      Part part = template.parts().get(i);
      if (part instanceof Literal literal) {
        text.append(literal.secret() ? reference(literal) : literal(literal.text(), i == last));
      } else {
        text.append(variable(part));
      }
    }
    return text.toString();
  }

  /**
   * Like {@link #write}, for a value that is read on one line.
   *
   * @throws IllegalStateException also if it holds what reading would take away
   */
  static String writeOnOneLine(Value value) {
    String text = write(value);
    if (!onOneLine(text).equals(text)) {
      throw new IllegalStateException("a line break or NUL, which no header may carry");
    }
    return text;
  }

  private static String variable(Part part) {
    if (!Template.parseParts(part.toString()).equals(List.of(part))) {
      throw new IllegalStateException("a variable whose name no text can say");
    }
    return part.toString();
  }

  private static String reference(Literal literal) {
    if (!References.isReference(literal.reference())) {
      throw new UnknownSecretException();
    }
    return literal.reference();
  }

  private static String literal(String text, boolean last) {
    int end = text.length();
    while (!last && end > 0 && text.charAt(end - 1) == '$') {
      end--;
    }
    StringBuilder escaped = new StringBuilder();
    int start = 0;
    for (int i = text.indexOf("${"); i >= 0; i = text.indexOf("${", start)) {
      escaped.append(braces(text.substring(start, i))).append("$${");
      start = i + 2;
    }
    escaped.append(braces(text.substring(start, end)));
    return escaped + "${$}".repeat(text.length() - end);
  }

  private static String braces(String text) {
    return SPECIAL.matcher(text).replaceAll("{{");
  }
}
