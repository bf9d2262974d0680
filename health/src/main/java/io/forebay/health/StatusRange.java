package io.forebay.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status codes next to each other. Immutable.
 *
 * @param from the lowest, 100 to 999; what is no HTTP, 600 and above, arrives only from an origin
 *     that may be lenient with HTTP
 * @param to the highest, {@code from} to 999
 */
public record StatusRange(int from, int to) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})(?: *- *([0-9]{1,4}))?");

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if one is outside 100 to 999, or they stand the wrong way
   *     round
   */
  public StatusRange {
    Ranges.between("expected_status", from, 100, 999);
    Ranges.between("expected_status", to, 100, 999);
    if (from > to) {
      throw new IllegalArgumentException(
          "expected_status: " + from + "-" + to + " (expected: the lower one first)");
    }
  }

  /**
   * One status code.
   *
   * @throws IllegalArgumentException if it is outside 100 to 999
   */
  public static StatusRange of(int status) {
    return new StatusRange(status, status);
  }

  /**
   * Reads {@code 204} or {@code 200-399}.
   *
   * @throws IllegalArgumentException if the text is neither, or out of range
   */
  public static StatusRange of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected_status: '"
              + text
              + "' (expected: a status such as 204, or several as 200-399)");
    }
    int from = Integer.parseInt(matcher.group(1));
    String to = matcher.group(2);
    return new StatusRange(from, to == null ? from : Integer.parseInt(to));
  }

  /** Whether a status is one of these. */
  public boolean contains(int status) {
    return from <= status && status <= to;
  }

  /** As {@link #of(String)} reads it. */
  @Override
  public String toString() {
    return from == to ? Integer.toString(from) : from + "-" + to;
  }
}
