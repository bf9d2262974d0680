package io.forebay.internal.pool;

import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.spec.HeaderNames;
import io.forebay.spec.Tokens;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * What OkHttp lets pass in a head of HTTP/2, where nothing ends a line: line breaks in values,
 * names that are none, and any status (RFC 9113 section 8.2.1).
 */
final class Http2Head {
  private Http2Head() {}

  /**
   * Checks a head; the response is closed if it is refused.
   *
   * @throws ProtocolViolation if it is none
   */
  static void check(Response response) throws ProtocolViolation {
    String problem = problem(response);
    if (!problem.isEmpty()) {
      response.close();
      throw new ProtocolViolation(problem);
    }
  }

  private static String problem(Response response) {
    if (response.code() < 100 || response.code() > 599) {
      return "a status outside of 100-599";
    }
    Headers headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!Tokens.isToken(name)) {
        return "a field name that HTTP/2 does not have";
      }
      if (HeaderNames.controlIn(headers.value(i)) >= 0) {
        return "a control character in a field";
      }
    }
    return "";
  }
}
