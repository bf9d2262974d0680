package io.forebay.internal.pipeline;

import java.util.Locale;
import java.util.Set;
import okhttp3.Headers;

/**
 * What may stand in trailers (RFC 9110 section 6.5.1): nothing that a reader must know before the
 * body, and nothing that could pass for a statement about who sends it.
 */
final class Trailers {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "www-authenticate");

  private Trailers() {}

  /** The trailers without those that nobody may send there. */
  static Headers permitted(Headers trailers) {
    Headers.Builder permitted = null;
    for (String name : trailers.names()) {
      if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
        permitted = (permitted == null ? trailers.newBuilder() : permitted).removeAll(name);
      }
    }
    return permitted == null ? trailers : permitted.build();
  }
}
