package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Shown;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Maps, lists, texts, numbers and booleans as JSON. */
final class JsonText {
  private static final String INDENT = "  ";

  private JsonText() {}

  /** The text, with a line break at its end. */
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
      quote(out, text);
    } else {
      out.append(value);
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, String newline) {
    out.append('{');
    String separator = newline + INDENT;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      quote(out, String.valueOf(entry.getKey()));
      out.append(": ");
      append(out, entry.getValue(), newline + INDENT);
      separator = "," + newline + INDENT;
    }
    out.append(newline).append('}');
  }

  /** Lists of objects have a line for each, others stand on one line. */
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

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    text.codePoints().forEach(c -> appendCharacter(out, c));
    out.append('"');
  }

  private static void appendCharacter(StringBuilder out, int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').appendCodePoint(c);
    } else if (Shown.printable(c)) {
      out.appendCodePoint(c);
    } else {
      for (char half : Character.toChars(c)) {
        out.append(String.format("\\u%04x", (int) half));
      }
    }
  }
}
