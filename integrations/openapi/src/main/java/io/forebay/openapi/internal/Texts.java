package io.forebay.openapi.internal;

/** What messages show of texts that others wrote. */
final class Texts {
  private static final int MOST = 200;

  private Texts() {}

  /** On one line, and not too long. */
  static String shown(String text) {
    String line = text.codePoints().anyMatch(Character::isISOControl) ? escaped(text) : text;
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  private static String escaped(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
