package io.forebay.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where tokens are asked for: a backend of its own, with its own limits and manners, and a path
 * there. Immutable.
 *
 * @param via the backend
 * @param url the path, with its query if there is one; or an absolute URL, of which only the path
 *     is used where {@code via} has an origin of its own; empty: the path is {@code /}
 */
public record TokenEndpoint(Via via, String url) {

  /** Which backend is asked. */
  public sealed interface Via {}

  /** One that is made for it alone, for the origin of the URL, with default limits. */
  public record Direct() implements Via {}

  /**
   * A backend or refinement of the same registry, found at each request.
   *
   * @param label its label
   */
  public record Labelled(String label) implements Via {}

  /**
   * A backend that is opened and closed with the one that needs tokens.
   *
   * @param backend its definition
   */
  public record Own(BackendSpec backend) implements Via {}

  /**
   * Checks the URL.
   *
   * @throws IllegalArgumentException if it is no URL, has a user or a fragment, or is not absolute
   *     where there is no other origin
   */
  public TokenEndpoint {
    URI uri = parsed(url);
    if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("token_endpoint: has a user or a fragment");
    }
    if (uri.getScheme() != null) {
      Origin unused = origin(uri);
    } else if (via instanceof Direct) {
      throw new IllegalArgumentException(
          "token_endpoint: \"" + shown(uri) + "\" (expected: an absolute URL, or a backend)");
    } else if (!url.isEmpty() && !url.startsWith("/")) {
      throw new IllegalArgumentException(
          "token_endpoint: \"" + shown(uri) + "\" (expected: an absolute URL, or a path)");
    }
  }

  private static String shown(URI uri) {
    return String.valueOf(uri.getRawPath());
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // Not as the cause: its message repeats the text, and with it a password.
      throw new IllegalArgumentException(
          "token_endpoint: " + e.getReason() + " at character " + (e.getIndex() + 1));
    }
  }

  private static Origin origin(URI uri) {
    return Origin.of(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  /**
   * An absolute URL, for whose origin a backend is made.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static TokenEndpoint of(String url) {
    return new TokenEndpoint(new Direct(), url);
  }

  /**
   * A backend of the same registry.
   *
   * @param label its label, or that of a refinement
   * @param url the path there, or an absolute URL of which the path is used; may be empty
   * @throws IllegalArgumentException if the URL is none
   */
  public static TokenEndpoint through(String label, String url) {
    return new TokenEndpoint(new Labelled(label), url);
  }

  /**
   * A backend of its own.
   *
   * @param url the path there, or an absolute URL of which the path is used; may be empty
   * @throws IllegalArgumentException if the URL is none
   */
  public static TokenEndpoint through(BackendSpec backend, String url) {
    return new TokenEndpoint(new Own(backend), url);
  }

  /** The origin that the URL says; empty if it is a path. */
  public Optional<Origin> origin() {
    URI uri = parsed(url);
    return uri.getScheme() == null ? Optional.empty() : Optional.of(origin(uri));
  }

  /** The path, with its query if there is one; percent-encoded. */
  public String target() {
    URI uri = parsed(url);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The label of the backend, where it is one of the same registry. */
  public Optional<String> label() {
    return via instanceof Labelled labelled ? Optional.of(labelled.label()) : Optional.empty();
  }

  /** The backend and the URL, without its query. */
  @Override
  public String toString() {
    int query = url.indexOf('?');
    String plain = query < 0 ? url : url.substring(0, query);
    if (via instanceof Labelled labelled) {
      return "backend '" + labelled.label() + "'" + (plain.isEmpty() ? "" : ", " + plain);
    }
    return via instanceof Own own
        ? "backend '" + own.backend().label() + "'" + (plain.isEmpty() ? "" : ", " + plain)
        : plain;
  }
}
