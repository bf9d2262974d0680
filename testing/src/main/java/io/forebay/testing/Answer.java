package io.forebay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A response that follows the rules: what a behaviour starts from before it breaks one. */
final class Answer {
  private static final Pattern CLOSES = Pattern.compile("(?i)connection:[ \t]*close[ \t]*");

  private final int status;
  private final List<String> lines;
  private final byte[] body;

  private Answer(int status, List<String> lines, byte[] body) {
    this.status = status;
    this.lines = lines;
    this.body = body;
  }

  static Answer ok(String body) {
    return ok(body.getBytes(UTF_8));
  }

  static Answer ok(byte[] body, String... lines) {
    return of(200, body, lines);
  }

  /** Refuses what would not follow the rules: that is what {@link Behaviour#raw(byte[])} is for. */
  static Answer of(int status, byte[] body, String... lines) {
    Check.between("status", status, 200, 599);
    if (body.length > 0 && !mayHaveBody(status)) {
      throw new IllegalArgumentException(
          "status: %d with a body of %d bytes (expected: none)".formatted(status, body.length));
    }
    for (String line : lines) {
      checkHeader(line);
    }
    return new Answer(status, List.of(lines), body.clone());
  }

  /** Status line and header lines, with the empty line that ends them. */
  byte[] head(boolean persistent) {
    List<String> head = new ArrayList<>();
    head.add("HTTP/1.1 " + status + " " + reason());
    if (mayHaveBody(status)) {
      head.add("Content-Length: " + body.length);
    }
    head.addAll(lines);
    if (!persistent && !closes()) {
      head.add("Connection: close");
    }
    return (String.join("\r\n", head) + "\r\n\r\n").getBytes(ISO_8859_1);
  }

  byte[] body() {
    return body;
  }

  /** Whether it announces itself as the last one on its connection. */
  boolean closes() {
    return lines.stream().anyMatch(line -> CLOSES.matcher(line).matches());
  }

  private static boolean mayHaveBody(int status) {
    return status != 204 && status != 304;
  }

  private static void checkHeader(String line) {
    String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
    if (name.isEmpty() || line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("header: '%s' (expected: name: value)".formatted(line));
    }
    if (name.equals("content-length") || name.equals("transfer-encoding")) {
      throw new IllegalArgumentException(
          "header: '%s' (expected: any but the framing, which is set from the body)"
              .formatted(line));
    }
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 302 -> "Found";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status " + status;
    };
  }
}
