package io.forebay.config.internal.tree;

/** Text from outside, made fit for one line of a message. */
public final class Shown {
  private static final int MOST = 60;

  private Shown() {}

  /** At most 60 characters; controls as {@code \}{@code u0000}. */
  public static String of(String text) {
    return of(text, MOST);
  }

  /** At most so many characters. */
  static String of(String text, int most) {
    StringBuilder shown = new StringBuilder();
    int end = text.length() <= most ? text.length() : most;
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.substring(0, end).codePoints().forEach(c -> append(shown, c));
    if (end < text.length()) {
      shown.append("\u2026 (").append(text.length()).append(" characters)");
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (printable(c)) {
      shown.appendCodePoint(c);
      return;
    }
    shown.append(String.format("\\u%04x", c));
  }

  /** Whether a character can stand in a line as it is. */
  public static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  /** Whether a text is Unicode: no half of a surrogate pair stands alone. */
  static boolean wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
