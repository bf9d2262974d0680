package io.forebay.internal.pipeline;

import java.util.Locale;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/**
 * What belongs to one connection and goes no further (RFC 9110 section 7.6.1): every header that
 * {@code Connection} names, and those that always do. Beside them, {@code Accept-Encoding} is
 * {@code gzip} or absent, so that a body is never in a coding that nobody here can read (Couper).
 */
final class ConnectionHeaders {
  private static final String ENCODING = "Accept-Encoding";

  /** Whose headers they are. */
  private enum Side {
    REQUEST,
    /** A request for a WebSocket, as OkHttp makes it: it has to say so on its connection. */
    UPGRADE,
    RESPONSE
  }

  private ConnectionHeaders() {}

  /** The request as it may leave. The lengths and the upgrades of OkHttp are its own. */
  static Request stripped(Request request) {
    Headers headers = request.headers();
    Side side = upgrades(headers) ? Side.UPGRADE : Side.REQUEST;
    if (isClean(headers, side)) {
      return request;
    }
    Headers.Builder clean = clean(headers, side);
    String encodings = String.join(",", headers.values(ENCODING));
    clean.removeAll(ENCODING);
    if (encodings.toLowerCase(Locale.ROOT).contains("gzip")) {
      clean.add(ENCODING, "gzip");
    }
    if (side == Side.UPGRADE) {
      clean.set("Connection", "Upgrade");
    }
    return request.newBuilder().headers(clean.build()).build();
  }

  /** Whether a request asks for a WebSocket. */
  static boolean upgrades(Headers headers) {
    return "websocket".equalsIgnoreCase(headers.get("Upgrade"))
        && headers.get("Sec-WebSocket-Key") != null;
  }

  /** The headers of a response as its caller may see them. */
  static Headers ofResponse(Response response) {
    Headers headers = response.headers();
    return response.code() == 101 || isClean(headers, Side.RESPONSE)
        ? headers
        : clean(headers, Side.RESPONSE).build();
  }

  private static boolean isClean(Headers headers, Side side) {
    for (int i = 0; i < headers.size(); i++) {
      if (isConnections(headers.name(i), headers.value(i), side)) {
        return false;
      }
    }
    return true;
  }

  private static Headers.Builder clean(Headers headers, Side side) {
    Headers.Builder clean = headers.newBuilder();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.equalsIgnoreCase("Connection")) {
        removeNamed(headers.value(i), clean, side);
      }
      if (isConnections(name, headers.value(i), side)) {
        clean.removeAll(name);
      }
    }
    return clean;
  }

  private static void removeNamed(String connection, Headers.Builder clean, Side side) {
    for (String part : connection.split(",", -1)) {
      String name = part.strip();
      if (!name.isEmpty() && !(side == Side.UPGRADE && name.equalsIgnoreCase("Upgrade"))) {
        clean.removeAll(name);
      }
    }
  }

  private static boolean isConnections(String name, String value, Side side) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("TE") && !value.equals("trailers");
      case 7 ->
          name.equalsIgnoreCase("Trailer")
              || (side != Side.UPGRADE && name.equalsIgnoreCase("Upgrade"));
      case 10 ->
          name.equalsIgnoreCase("Keep-Alive")
              || (name.equalsIgnoreCase("Connection")
                  && !(side == Side.UPGRADE && value.equalsIgnoreCase("Upgrade")));
      case 14 -> side != Side.RESPONSE && name.equalsIgnoreCase("Content-Length");
      case 15 -> side != Side.RESPONSE && name.equalsIgnoreCase(ENCODING) && !value.equals("gzip");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      case 18 -> name.equalsIgnoreCase("Proxy-Authenticate");
      case 19 -> name.equalsIgnoreCase("Proxy-Authorization");
      default -> false;
    };
  }
}
