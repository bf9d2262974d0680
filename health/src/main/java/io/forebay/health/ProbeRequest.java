package io.forebay.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a probe sends: a {@code GET} without a body. Immutable.
 *
 * @param path path, with an optional query, on the probed origin; a leading slash is added where
 *     missing. Default {@code /} (Couper {@code path})
 * @param headers headers added to the probe, in order (Couper {@code headers}); their values are
 *     not printed
 */
public record ProbeRequest(String path, Map<String, String> headers) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VISIBLE = Pattern.compile("[\\t\\x20-\\x7e]*");

  /** {@code GET /} without further headers. */
  public static final ProbeRequest DEFAULT = new ProbeRequest("/", Map.of());

  /**
   * Copies the headers and completes the path.
   *
   * @throws IllegalArgumentException if the path holds a fragment, a blank or a control character,
   *     a header name is no token (RFC 9110 section 5.1), or a header value is not visible ASCII
   */
  public ProbeRequest {
    if (!path.startsWith("/")) {
      path = "/" + path;
    }
    if (path.indexOf('#') >= 0 || hasControl(path) || path.indexOf(' ') >= 0) {
      throw new IllegalArgumentException(
          "path: expected a path with an optional query, without fragment, blanks or controls");
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    headers.forEach(ProbeRequest::checkHeader);
  }

  private static void checkHeader(String name, String value) {
    if (!TOKEN.matcher(name).matches() || !VISIBLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "headers: expected names of letters, digits and !#$%&'*+-.^_`|~, and values of visible"
              + " ASCII");
    }
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
  }

  /** The path and the header names; values may be secret. */
  @Override
  public String toString() {
    return "GET " + path + (headers.isEmpty() ? "" : " " + headers.keySet());
  }
}
