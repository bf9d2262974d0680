package io.forebay.internal;

import io.forebay.spec.Tokens;
import java.util.Locale;
import java.util.Set;

/** What a caller may say in a header. Messages name headers and never show values. */
final class RequestHeaders {
  /** They say where a message ends and what becomes of the connection: that is ours to say. */
  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private RequestHeaders() {}

  /**
   * Refuses what HTTP cannot carry, or what would let a caller end a message early (RFC 9112
   * section 11.2).
   *
   * @throws IllegalArgumentException if the name is no token or one of the framing headers, or the
   *     value holds a control character
   */
  static void check(String name, String value) {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException(
          "header name: not a token (expected: letters, digits and !#$%&'*+-.^_`|~)");
    }
    if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "header " + name + ": frames the message and cannot be set by callers");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        throw new IllegalArgumentException(
            "header " + name + ": control character at " + i + " of its value");
      }
    }
  }
}
