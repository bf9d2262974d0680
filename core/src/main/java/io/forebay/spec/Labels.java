package io.forebay.spec;

import java.util.Optional;

/**
 * The names of backends and refinements: letters, digits, {@code _}, {@code -}, {@code .}, starting
 * with a letter, a digit or {@code _}; at most 128 characters.
 *
 * <p>Source: Couper's label rule, widened by {@code -} and {@code .} so that other dialects' names
 * fit. The prefix {@code anonymous_} is Couper's, for inline backends, and refused.
 */
public final class Labels {
  private static final int MAX_LENGTH = 128;

  private Labels() {}

  /** What is wrong with {@code label}; empty if nothing is. */
  public static Optional<String> problem(String label) {
    if (label.isBlank()) {
      return Optional.of("label is empty");
    }
    if (label.length() > MAX_LENGTH) {
      return Optional.of(
          "label has " + label.length() + " characters (expected: at most " + MAX_LENGTH + ")");
    }
    if (!isMadeOfWhatIsAllowed(label)) {
      return Optional.of(
          "label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9', '_', '-' and '.',"
              + " and it starts with a letter, a digit or '_'");
    }
    return label.startsWith("anonymous_")
        ? Optional.of("backend label must not start with 'anonymous_'")
        : Optional.empty();
  }

  private static boolean isMadeOfWhatIsAllowed(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean word = (c < 128 && Character.isLetterOrDigit(c)) || c == '_';
      if (!word && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }
}
