package io.forebay.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which headers callers and edits may touch, and what no value may hold. */
public final class HeaderNames {
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

  private HeaderNames() {}

  /**
   * What is wrong with a name; empty if a message may carry a header of that name.
   *
   * @return a text to stand behind a key; it names the name only if that is one of the framing ones
   */
  public static Optional<String> problem(String name) {
    if (!Tokens.isToken(name)) {
      return Optional.of("not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)");
    }
    if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("'" + name + "' frames the message and cannot be set or removed");
    }
    return Optional.empty();
  }

  /** Where a header's value has a control character, which none may have; -1: nowhere. */
  public static int controlIn(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        return i;
      }
    }
    return -1;
  }

  /** Like {@link #problem}, for edits of requests, where the host has a key of its own. */
  public static Optional<String> problemInRequest(String name) {
    return name.equalsIgnoreCase("Host")
        ? Optional.of("'" + name + "' cannot be edited (expected: override_host or hostname)")
        : problem(name);
  }
}
