package io.forebay.config.internal.vcl;

/** Writes texts in quotes. */
final class Quoted {
  private Quoted() {}

  /** In quotes on one line with what has to be as escapes; with line breaks in braces. */
  static String of(String text) {
    if (text.indexOf('\n') < 0) {
      return '"' + escaped(text) + '"';
    }
    StringBuilder name = new StringBuilder();
    while (text.contains('"' + name.toString() + '}')) {
      name.append('A');
    }
    return "{" + name + '"' + text + '"' + name + "}";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '%' || c == 0x7f) {
        escaped.append(String.format("%%%02X", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
