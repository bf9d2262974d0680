package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Shown;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Maps, lists, texts, numbers and booleans as JSON. */
final class JsonText {
  private static final String INDENT = "  ";

  private JsonText() {}

  static String of(Map<String, Object> tree) {
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
      appendQuoted(out, text);
    } else {
      out.append(value);
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, String newline) {
    out.append('{');
    String separator = newline + INDENT;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      appendQuoted(out, String.valueOf(entry.getKey()));
      out.append(": ");
      append(out, entry.getValue(), newline + INDENT);
      separator = "," + newline + INDENT;
    }
    out.append(map.isEmpty() ? "" : newline).append('}');
  }

  /** Objects stand on lines of their own, everything else on one. */
  private static void appendList(StringBuilder out, List<?> list, String newline) {
    boolean lines = !list.isEmpty() && list.get(0) instanceof Map<?, ?>;
    out.append('[').append(lines ? newline + INDENT : "");
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      append(out, items.next(), newline + INDENT);
      if (items.hasNext()) {
        out.append(lines ? "," + newline + INDENT : ", ");
      }
    }
    out.append(lines ? newline : "").append(']');
  }

  private static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    text.codePoints().forEach(c -> appendCharacter(out, c));
    out.append('"');
  }

  private static void appendCharacter(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Shown.printable(c)) {
          out.appendCodePoint(c);
          return;
        }
        for (char unit : Character.toChars(c)) {
          out.append(String.format("\\u%04x", (int) unit));
        }
      }
    }
  }
}
