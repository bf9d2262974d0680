package io.forebay.benchmarks.pieces;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an {@link InMemorySocket} answers; which one is chosen by the port that it dials. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody writes to the bytes.
public enum Answer {
  /** 100 bytes of JSON. */
  SMALL(1, head("Content-Length: 100"), json()),
  /** The same in one chunk. */
  CHUNKED(2, head("Transfer-Encoding: chunked"), "64\r\n" + json() + "\r\n0\r\n\r\n"),
  /** 64 KiB. */
  LARGE(3, head("Content-Length: 65536"), "x".repeat(65_536));

  private final int port;
  private final byte[] bytes;

  Answer(int port, String head, String body) {
    this.port = port;
    bytes = (head + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String head(String framing) {
    return """
        HTTP/1.1 200 OK
        Server: nginx/1.22.1
        Date: Thu, 01 Jan 2026 00:00:00 GMT
        Content-Type: application/json
        %s
        Connection: keep-alive

        """
        .formatted(framing)
        .replace("\n", "\r\n");
  }

  private static String json() {
    String start =
        "{\"id\":\"0123456789abcdef\",\"name\":\"catalog\",\"items\":[1,2,3],\"text\":\"";
    String end = "\"}";
    return start + "x".repeat(100 - start.length() - end.length()) + end;
  }

  /** The origin that answers so. */
  String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** Head and body as they come over the wire; shared, so not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  static Answer at(int port) {
    return Arrays.stream(values()).filter(one -> one.port == port).findFirst().orElseThrow();
  }
}
