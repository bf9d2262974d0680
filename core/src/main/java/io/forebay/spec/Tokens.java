package io.forebay.spec;

/** HTTP tokens: header names and methods (RFC 9110 section 5.6.2). */
public final class Tokens {
  private static final String OTHERS = "!#$%&'*+-.^_`|~";

  private Tokens() {}

  /** Whether the text is a token: at least one letter, digit or one of {@code !#$%&'*+-.^_`|~}. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || OTHERS.indexOf(c) >= 0;
  }
}
