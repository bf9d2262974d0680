package io.forebay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.testing.ReceivedRequest.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A received request as one JSON object. */
final class EchoJson {
  private EchoJson() {}

  static byte[] of(ReceivedRequest request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Header header : request.headers()) {
      headers.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
    }
    String members =
        headers.entrySet().stream()
            .map(header -> quote(header.getKey()) + ":" + array(header.getValue()))
            .collect(Collectors.joining(","));
    return "{\"method\":%s,\"target\":%s,\"headers\":{%s},\"body\":%s}"
        .formatted(
            quote(request.method()), quote(request.target()), members, quote(request.bodyText()))
        .getBytes(UTF_8);
  }

  private static String array(List<String> values) {
    return values.stream().map(EchoJson::quote).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
