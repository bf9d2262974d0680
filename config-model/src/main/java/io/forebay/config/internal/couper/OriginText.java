package io.forebay.config.internal.couper;

import io.forebay.spec.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A URL, of which only scheme and authority are an origin. Immutable.
 *
 * @param path the rest as a probe asks for it: path and query; empty: none
 * @param ignored what no request uses, such as {@code path}; empty: nothing
 */
record OriginText(Origin origin, String path, String ignored) {

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it has no origin; the message holds no user
   */
  static OriginText of(String url) {
    URI uri = uri(url.strip()).orElse(null);
    if (uri == null || uri.getScheme() == null || uri.getRawAuthority() == null) {
      return new OriginText(Origin.of(url), "", "");
    }
    String authority = uri.getRawAuthority();
    if (authority.equals("http:") || authority.equals("https:")) {
      throw new IllegalArgumentException("invalid url (expected: one scheme)");
    }
    int user = authority.lastIndexOf('@');
    Origin origin = Origin.of(uri.getScheme() + "://" + authority.substring(user + 1));
    String rest = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    boolean path = !rest.isEmpty() && !rest.equals("/");
    return new OriginText(
        origin, path ? rest : "", ignored(user >= 0, path, uri.getRawFragment() != null));
  }

  private static Optional<URI> uri(String url) {
    try {
      return Optional.of(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String ignored(boolean user, boolean path, boolean fragment) {
    String ignored =
        (user ? ", user" : "") + (path ? ", path and query" : "") + (fragment ? ", fragment" : "");
    return ignored.isEmpty() ? "" : ignored.substring(2);
  }
}
