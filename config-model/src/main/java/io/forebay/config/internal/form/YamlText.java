package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.JsonText;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.PlainScalars;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Maps, lists, texts, numbers and booleans as YAML: maps in blocks, lists on one line, unless there
 * are mappings in them with more than one level.
 */
final class YamlText {
  private static final String INDENT = "  ";

  // What needs no quotes anywhere, and that no YAML 1.1 reader takes for a number or a date.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.:+=-]*(?<!:)|([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+");
  private static final Set<String> YAML_1_1_WORDS = Set.of("y", "n", "yes", "no", "on", "off");
  private static final int LONGEST_PLAIN = 200;

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    StringBuilder out = new StringBuilder();
    appendMap(out, tree, "");
    return out.toString();
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, String indent) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(indent).append(scalar(entry.getKey())).append(':');
      appendValue(out, entry.getValue(), indent + INDENT);
    }
  }

  private static void appendValue(StringBuilder out, Object value, String indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      appendMap(out, map, indent);
      return;
    }
    if (value instanceof List<?> list && list.stream().anyMatch(YamlText::isDeep)) {
      out.append('\n');
      list.forEach(item -> appendItem(out, item, indent));
      return;
    }
    if (value instanceof String text && isLines(text)) {
      out.append(" |\n");
      text.lines()
          .forEach(line -> out.append(line.isEmpty() ? "" : indent).append(line).append('\n'));
      return;
    }
    out.append(' ').append(inline(value)).append('\n');
  }

  private static void appendItem(StringBuilder out, Object item, String indent) {
    out.append(indent).append("- ");
    if (item instanceof Map<?, ?> map && isDeep(map)) {
      StringBuilder keys = new StringBuilder();
      appendMap(keys, map, indent + INDENT);
      out.append(keys, indent.length() + INDENT.length(), keys.length());
      return;
    }
    out.append(inline(item)).append('\n');
  }

  /** Whether there are maps or lists in a map. */
  private static boolean isDeep(Object item) {
    return item instanceof Map<?, ?> map
        && map.values().stream().anyMatch(part -> part instanceof Map || part instanceof List);
  }

  private static String inline(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(YamlText::inline).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> scalar(entry.getKey()) + ": " + inline(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return scalar(value);
  }

  private static String scalar(Object value) {
    return value instanceof String text && !isPlain(text)
        ? JsonText.quoted(text)
        : String.valueOf(value);
  }

  /** Whether a text is lines that a block can show as they are, such as certificates. */
  private static boolean isLines(String text) {
    return text.endsWith("\n")
        && !text.startsWith("\n")
        && !text.endsWith("\n\n")
        && text.lines().noneMatch(line -> line.startsWith(" "))
        && text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
  }

  private static boolean isPlain(String text) {
    return text.length() <= LONGEST_PLAIN
        && PLAIN.matcher(text).matches()
        && PlainScalars.kind(text) == Node.Kind.TEXT
        && !YAML_1_1_WORDS.contains(text.toLowerCase(Locale.ROOT));
  }
}
