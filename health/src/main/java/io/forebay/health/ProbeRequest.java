package io.forebay.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a probe sends: a request without a body. Immutable.
 *
 * @param method the method, in capitals and not {@code CONNECT}; default {@code GET} (Fastly {@code
 *     method})
 * @param path path, with an optional query, on the probed origin; a leading slash is added where
 *     missing. Default {@code /} (Couper {@code path})
 * @param host the {@code Host} header, with or without a port; default empty: what the backend
 *     sends (Fastly {@code host}). It names no other machine: the probe goes where exchanges go
 * @param port the port to connect to, 1 to 65535; default empty: the origin's
 * @param headers headers added to the probe, in order (Couper {@code headers}); their values are
 *     not printed
 */
public record ProbeRequest(
    String method,
    String path,
    Optional<String> host,
    OptionalInt port,
    Map<String, String> headers) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VISIBLE = Pattern.compile("[\\t\\x20-\\x7e]*");
  private static final Pattern METHOD = Pattern.compile("(?!CONNECT$)[A-Z][A-Z0-9_-]*");
  // RFC 9110 section 7.2, RFC 3986 section 3.2.2; no user, and no percent-encoding.
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=-]+)(:[0-9]{1,5})?");
  // The first has a setting of its own, the others tell of a body that a probe does not have.
  private static final Set<String> RESERVED =
      caseless("Host", "Content-Length", "Transfer-Encoding");

  /** {@code GET /} without further headers. */
  public static final ProbeRequest DEFAULT =
      new ProbeRequest("GET", "/", Optional.empty(), OptionalInt.empty(), Map.of());

  /**
   * Copies the headers and completes the path.
   *
   * @throws IllegalArgumentException if the method is none, the path holds a fragment, a blank or a
   *     control character, the host or the port is none, a header name is no token (RFC 9110
   *     section 5.1) or that of the host or of the length of a body, or a header value is not
   *     visible ASCII
   */
  public ProbeRequest {
    check(METHOD.matcher(method).matches(), "method: expected capitals, such as GET, not CONNECT");
    path = path.startsWith("/") ? path : "/" + path;
    check(
        path.chars().noneMatch(c -> c <= ' ' || c == '#' || c == 0x7f),
        "path: expected a path with an optional query, without fragment, blanks or controls");
    check(
        host.isEmpty() || HOST.matcher(host.get()).matches(),
        "host: expected a name or address, with or without a port");
    port.ifPresent(number -> Ranges.between("port", number, 1, 65535));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    headers.forEach(ProbeRequest::checkHeader);
  }

  private static void checkHeader(String name, String value) {
    check(
        TOKEN.matcher(name).matches() && VISIBLE.matcher(value).matches(),
        "headers: expected names of letters, digits and !#$%&'*+-.^_`|~, and values of visible"
            + " ASCII");
    check(
        !RESERVED.contains(name), "headers: expected no " + name + ", which follows from the rest");
  }

  private static void check(boolean good, String problem) {
    if (!good) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(set, names);
    return set;
  }

  /**
   * The same with another method.
   *
   * @throws IllegalArgumentException if it is none
   */
  public ProbeRequest withMethod(String word) {
    return new ProbeRequest(word, path, host, port, headers);
  }

  /**
   * The same with another path.
   *
   * @throws IllegalArgumentException if it has no meaning on the wire
   */
  public ProbeRequest withPath(String pathAndQuery) {
    return new ProbeRequest(method, pathAndQuery, host, port, headers);
  }

  /**
   * The same with another {@code Host} header.
   *
   * @throws IllegalArgumentException if it is none
   */
  public ProbeRequest withHost(String header) {
    return new ProbeRequest(method, path, Optional.of(header), port, headers);
  }

  /**
   * The same on another port.
   *
   * @throws IllegalArgumentException if it is outside 1 to 65535
   */
  public ProbeRequest withPort(int number) {
    return new ProbeRequest(method, path, host, OptionalInt.of(number), headers);
  }

  /**
   * The same with these headers in place of its own.
   *
   * @throws IllegalArgumentException if HTTP cannot carry them, or they are not for a probe
   */
  public ProbeRequest withHeaders(Map<String, String> all) {
    return new ProbeRequest(method, path, host, port, all);
  }

  /** Method, path and the header names; values may be secret. */
  @Override
  public String toString() {
    return method
        + (port.isPresent() ? " :" + port.getAsInt() : " ")
        + path
        + host.map(name -> " [Host: " + name + "]").orElse("")
        + (headers.isEmpty() ? "" : " " + headers.keySet());
  }
}
