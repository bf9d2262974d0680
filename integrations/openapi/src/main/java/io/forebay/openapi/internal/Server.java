package io.forebay.openapi.internal;

import io.forebay.spi.Contract.RequestHead;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A server that paths start from. A relative one is the backend's own, whichever that is; an
 * absolute one without a port has that of its scheme; a variable stands for any text but a slash.
 * Immutable.
 */
final class Server {
  private static final Pattern ABSOLUTE =
      Pattern.compile("(https?)://([^/]*)(/.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLE = Pattern.compile("\\{[^{}]*\\}");

  /** Where a document names none. */
  static final Server ANY = new Server("/");

  private final Optional<String> scheme;
  private final Pattern authority;
  private final Pattern base;

  private Server(String path) {
    scheme = Optional.empty();
    authority = Pattern.compile("");
    base = base(path);
  }

  private Server(String scheme, String authority, String path) {
    this.scheme = Optional.of(scheme);
    this.authority = pattern(authority.toLowerCase(Locale.ROOT), "[^/]*?");
    base = base(path);
  }

  /**
   * A server.
   *
   * @param url as the document has it
   */
  static Server of(String url) {
    Matcher absolute = ABSOLUTE.matcher(url);
    if (!absolute.matches()) {
      return new Server(url.startsWith(".") ? url.substring(1) : url);
    }
    String scheme = absolute.group(1).toLowerCase(Locale.ROOT);
    String authority = absolute.group(2);
    boolean hasPort = VARIABLE.matcher(authority).replaceAll("").matches(".*:[0-9]*$");
    boolean mayHavePort = authority.endsWith("}");
    String path = absolute.group(3) == null ? "" : absolute.group(3);
    String port = hasPort || mayHavePort ? "" : ":" + HttpUrl.defaultPort(scheme);
    return new Server(scheme, authority + port, path);
  }

  private static Pattern base(String path) {
    String slashed = path.startsWith("/") ? path : "/" + path;
    return pattern(
        slashed.endsWith("/") ? slashed.substring(0, slashed.length() - 1) : slashed, "[^/]+");
  }

  private static Pattern pattern(String text, String variable) {
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    for (Matcher found = VARIABLE.matcher(text); found.find(); from = found.end()) {
      pattern.append(Pattern.quote(text.substring(from, found.start()))).append(variable);
    }
    return Pattern.compile(pattern.append(Pattern.quote(text.substring(from))).toString());
  }

  /** The path below it; empty: the request goes elsewhere. */
  Optional<String> below(RequestHead head) {
    if (scheme.isPresent() && !isHere(head)) {
      return Optional.empty();
    }
    String path = head.url().encodedPath();
    Matcher matcher = base.matcher(path);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String rest = path.substring(matcher.end());
    return rest.startsWith("/") ? Optional.of(rest) : Optional.empty();
  }

  /** By the origin's own name, or by what we call it. */
  private boolean isHere(RequestHead head) {
    HttpUrl url = head.url();
    if (!scheme.orElse("").equals(url.scheme())) {
      return false;
    }
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    String called = head.headers().get("Host");
    return isNamed(host + ":" + url.port()) || (called != null && isNamed(withPort(called, url)));
  }

  private boolean isNamed(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    if (authority.matcher(plain).matches()) {
      return true;
    }
    String port = ":" + HttpUrl.defaultPort(scheme.orElse("https"));
    return plain.endsWith(port)
        && authority.matcher(plain.substring(0, plain.lastIndexOf(':'))).matches();
  }

  private static String withPort(String host, HttpUrl url) {
    return host.matches(".*:[0-9]+") ? host : host + ":" + HttpUrl.defaultPort(url.scheme());
  }
}
