package io.forebay.config.internal.krakend;

import java.util.OptionalInt;

/**
 * Templates of the flexible configuration, which KrakenD expands before it reads the JSON. They are
 * not expanded here, so a text that has them is no JSON yet.
 */
final class FlexibleConfig {
  /** What to say where one stands. */
  static final String REFUSED =
      "a template of the flexible configuration (expected: JSON, as KrakenD writes it to FC_OUT)";

  private static final String OPENING = "{{";
  private static final String CLOSING = "}}";

  private FlexibleConfig() {}

  /**
   * Where the first template starts: braces doubled outside of texts, or inside of one that its
   * quotes cut short.
   */
  static OptionalInt first(String text) {
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '"') {
        int end = end(text, at + 1);
        int opening = unclosed(text.substring(at, end));
        if (opening >= 0 && goesOn(text, end + 1)) {
          return OptionalInt.of(at + opening);
        }
        at = end;
      } else if (text.startsWith(OPENING, at)) {
        return OptionalInt.of(at);
      }
      at++;
    }
    return OptionalInt.empty();
  }

  /** The offset of the quote that ends a text, or the end of all. */
  private static int end(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static int unclosed(String inside) {
    int opening = inside.lastIndexOf(OPENING);
    return opening >= 0 && inside.indexOf(CLOSING, opening) < 0 ? opening : -1;
  }

  /** Whether something else follows than what may follow a text. */
  private static boolean goesOn(String text, int start) {
    int next = start;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next < text.length() && ",]}:".indexOf(text.charAt(next)) < 0;
  }
}
