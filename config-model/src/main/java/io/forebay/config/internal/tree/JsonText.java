package io.forebay.config.internal.tree;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Maps, lists, texts, numbers and booleans as JSON. */
public final class JsonText {
  private static final String INDENT = "  ";

  private JsonText() {}

  /**
   * The text, with a line break at its end.
   *
   * @throws IllegalStateException if a text holds half of a surrogate pair
   */
  public static String of(Map<String, Object> tree) {
    StringBuilder out = new StringBuilder();
    append(out, tree, "\n");
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, Object value, String newline) {
    if (value instanceof Map<?, ?> map) {
      appendMap(out, map, newline);
    } else if (value instanceof List<?> list) {
      appendList(out, list, newline);
    } else if (value instanceof String text) {
      out.append(quoted(text));
    } else {
      out.append(value);
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, String newline) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    String separator = newline + INDENT;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator).append(quoted(String.valueOf(entry.getKey()))).append(": ");
      append(out, entry.getValue(), newline + INDENT);
      separator = "," + newline + INDENT;
    }
    out.append(newline).append('}');
  }

  /** Lists with objects have a line for each, others stay on one line. */
  private static void appendList(StringBuilder out, List<?> list, String newline) {
    boolean lines = list.stream().anyMatch(Map.class::isInstance);
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      out.append(lines ? newline + INDENT : "");
      append(out, items.next(), newline + INDENT);
      out.append(items.hasNext() ? (lines ? "," : ", ") : "");
    }
    out.append(lines ? newline : "").append(']');
  }

  /**
   * A text in double quotes, as both JSON and YAML take it.
   *
   * @throws IllegalStateException if it holds half of a surrogate pair
   */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> appendCharacter(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendCharacter(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> appendPlain(out, c);
    }
  }

  private static void appendPlain(StringBuilder out, int c) {
    if (Shown.printable(c)) {
      out.appendCodePoint(c);
      return;
    }
    if (Character.getType(c) == Character.SURROGATE) {
      throw new IllegalStateException(
          "a text holds half of a surrogate pair, which UTF-8 cannot say");
    }
    for (char unit : Character.toChars(c)) {
      out.append(String.format("\\u%04x", (int) unit));
    }
  }
}
