package io.forebay.internal.pipeline;

import io.forebay.spec.HeaderNames;
import io.forebay.spec.Hosts;
import io.forebay.spec.Tokens;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Request;

/**
 * The last look at a request before OkHttp has it, which writes methods, names and values as they
 * are: what would end a line early could be a second request (RFC 9112 section 11.1). Messages name
 * headers and never show values.
 */
final class RequestCheck {
  private RequestCheck() {}

  /** Why the request must not be sent; empty if it may. */
  static Optional<String> problem(Request request) {
    if (!Tokens.isToken(request.method())) {
      return Optional.of("method: not a token (expected: such as GET)");
    }
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!Tokens.isToken(name)) {
        return Optional.of("header: a name that is no token");
      }
      int at = HeaderNames.controlIn(headers.value(i));
      if (at >= 0) {
        return Optional.of("header " + name + ": control character at " + at + " of its value");
      }
    }
    return hostProblem(headers);
  }

  private static Optional<String> hostProblem(Headers headers) {
    String host = headers.get("Host");
    return host == null
        ? Optional.empty()
        : Hosts.problem(host).map(problem -> "header Host: " + problem);
  }
}
