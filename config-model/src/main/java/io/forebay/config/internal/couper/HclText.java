package io.forebay.config.internal.couper;

import java.util.List;
import java.util.regex.Pattern;

/** Text in HCL, as it grows. Not thread-safe. */
final class HclText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final List<String> WORDS = List.of("true", "false", "null", "for");

  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Opens a block; {@link #close} ends it. */
  void open(String head) {
    boolean first = text.isEmpty() || text.charAt(text.length() - 2) == '{';
    text.append(first ? "" : "\n");
    line(head + " {");
    depth++;
  }

  void close() {
    depth--;
    line("}");
  }

  void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  void attribute(String name, String expression) {
    line(name + " = " + expression);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** A key of a mapping. */
  static String key(String name) {
    return isName(name) && !WORDS.contains(name) ? name : quoted(name);
  }

  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  /** A text so that a reader finds it in quotes; expressions may follow it. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean template =
          (c == '$' || c == '%') && i + 1 < text.length() && text.charAt(i + 1) == '{';
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(template ? "" + c + c : c < ' ' || c == 0x7f ? hex(c) : "" + c);
      }
    }
    return out.toString();
  }

  private static String hex(char c) {
    return String.format("\\u%04x", (int) c);
  }

  /** Text of several lines, in quotes if it cannot stand in a heredoc. */
  static String lines(String text) {
    boolean plain =
        text.endsWith("\n")
            && text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f && c != '{'))
            && text.lines().noneMatch(line -> line.strip().equals("PEM"));
    return plain ? "<<PEM\n" + text + "PEM" : quoted(text);
  }
}
