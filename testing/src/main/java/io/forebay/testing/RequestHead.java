package io.forebay.testing;

import java.util.List;
import java.util.Locale;

/** The part of a request before its body. Header values keep one char per byte. */
record RequestHead(
    String method, String target, String version, List<ReceivedRequest.Header> headers) {

  /** What a connection has received before its first request. */
  static final RequestHead NOTHING = new RequestHead("", "", "", List.of());

  RequestHead {
    headers = List.copyOf(headers);
  }

  List<String> values(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(ReceivedRequest.Header::value)
        .toList();
  }

  /** Whether the client means to send another request over this connection (RFC 9112, 9.3). */
  boolean persistent() {
    return isHttp11() && !lists("Connection", "close");
  }

  /** Whether the client waits for a 100 before it sends its body (RFC 9110, 10.1.1). */
  boolean awaitsContinue() {
    return isHttp11() && hasBody() && lists("Expect", "100-continue");
  }

  boolean chunked() {
    return lists("Transfer-Encoding", "chunked");
  }

  boolean hasBody() {
    return chunked() || values("Content-Length").stream().anyMatch(length -> !length.equals("0"));
  }

  boolean isHttp11() {
    return version.equals("HTTP/1.1");
  }

  private boolean lists(String name, String token) {
    return values(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(item -> item.strip().toLowerCase(Locale.ROOT).equals(token));
  }
}
