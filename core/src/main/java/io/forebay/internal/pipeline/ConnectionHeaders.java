package io.forebay.internal.pipeline;

import java.util.Locale;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one connection and goes no further (RFC 9110 section 7.6.1): every header that
 * {@code Connection} names, and those that always do. Beside them, {@code Accept-Encoding} is
 * {@code gzip} or absent, so that a body is never in a coding that nobody here can read (Couper).
 */
final class ConnectionHeaders {
  private static final String ENCODING = "Accept-Encoding";

  private ConnectionHeaders() {}

  /** The request as it may leave. The lengths and the upgrades of OkHttp are its own. */
  static Request stripped(Request request) {
    Headers headers = request.headers();
    if (isClean(headers, true) || upgrades(request)) {
      return request;
    }
    Headers.Builder clean = clean(headers, true);
    String encoding = headers.get(ENCODING);
    if (encoding != null && !encoding.equals("gzip")) {
      clean.removeAll(ENCODING);
      if (encoding.toLowerCase(Locale.ROOT).contains("gzip")) {
        clean.add(ENCODING, "gzip");
      }
    }
    return request.newBuilder().headers(clean.build()).build();
  }

  /** A WebSocket of OkHttp's own. */
  private static boolean upgrades(Request request) {
    return request.header("Sec-WebSocket-Key") != null
        && "websocket".equalsIgnoreCase(request.header("Upgrade"));
  }

  /** The response as the caller may see it. */
  static Response stripped(Response response) {
    Headers headers = response.headers();
    if (response.code() == 101 || isClean(headers, false)) {
      return response;
    }
    return response.newBuilder().headers(clean(headers, false).build()).build();
  }

  private static boolean isClean(Headers headers, boolean request) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (isConnections(name, headers.value(i), request)
          || (request && name.equalsIgnoreCase(ENCODING) && !headers.value(i).equals("gzip"))) {
        return false;
      }
    }
    return true;
  }

  private static Headers.Builder clean(Headers headers, boolean request) {
    Headers.Builder clean = headers.newBuilder();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.equalsIgnoreCase("Connection")) {
        removeNamed(headers.value(i), clean);
      }
      if (isConnections(name, headers.value(i), request)) {
        clean.removeAll(name);
      }
    }
    return clean;
  }

  private static void removeNamed(String connection, Headers.Builder clean) {
    for (String name : connection.split(",", -1)) {
      if (!name.isBlank()) {
        clean.removeAll(name.strip());
      }
    }
  }

  private static boolean isConnections(String name, @Nullable String value, boolean request) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("TE") && !"trailers".equals(value);
      case 7 -> name.equalsIgnoreCase("Trailer") || name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> request && name.equalsIgnoreCase("Content-Length");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      case 18 -> name.equalsIgnoreCase("Proxy-Authenticate");
      case 19 -> name.equalsIgnoreCase("Proxy-Authorization");
      default -> false;
    };
  }
}
