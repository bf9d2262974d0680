package io.forebay.internal;

import io.forebay.spec.HeaderNames;

/** What a caller may say in a header. Messages name headers and never show values. */
final class RequestHeaders {
  private RequestHeaders() {}

  /**
   * Refuses what HTTP cannot carry, or what would let a caller end a message early (RFC 9112
   * section 11.2).
   *
   * @throws IllegalArgumentException if the name is no token or one of the framing headers, or the
   *     value holds a control character
   */
  static void check(String name, String value) {
    HeaderNames.problem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("header: " + problem);
            });
    int at = HeaderNames.controlIn(value);
    if (at >= 0) {
      throw new IllegalArgumentException(
          "header " + name + ": control character at " + at + " of its value");
    }
  }
}
