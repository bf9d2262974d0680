package io.forebay.config.internal.tree;

import java.util.Locale;
import java.util.Optional;

/** Reads JSON or YAML into a tree, refusing what could hurt. */
public final class TreeReader {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TreeReader() {}

  /**
   * Reads a text: as JSON or YAML by the ending of its name; without one, a text that starts with a
   * brace is JSON.
   *
   * @return the tree, empty if the text holds nothing but blanks and comments
   * @throws io.forebay.config.DefinitionException if the text cannot be read to its end
   */
  public static Optional<Node> read(Source source, Findings findings) {
    String text = source.text();
    if (text.length() > Source.MOST) {
      throw findings.fatal(Position.START, Source.tooLong(text.length(), "characters"));
    }
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    return isJson(source.name().toLowerCase(Locale.ROOT), text)
        ? new JsonTree(text, findings).read()
        : new YamlTree(text, findings).read();
  }

  private static boolean isJson(String name, String text) {
    if (name.endsWith(".json")) {
      return true;
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return false;
    }
    return text.stripLeading().startsWith("{");
  }
}
