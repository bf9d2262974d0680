package io.forebay.openapi.internal;

import io.forebay.spi.Contract.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Where the parameters of a request are found; nothing is decoded that has not been split. */
final class RequestParts {
  private final Headers headers;
  private final Map<String, String> path;
  private final Map<String, List<String>> query;

  /**
   * The parts of a request.
   *
   * @param path the values of its path's parameters, encoded
   */
  RequestParts(RequestHead head, Map<String, String> path) {
    headers = head.headers();
    this.path = Map.copyOf(path);
    String encoded = head.url().encodedQuery();
    query = pairs(encoded == null ? "" : encoded, "&");
  }

  /** Names decoded, values as they are. */
  static Map<String, List<String>> pairs(String text, String delimiter) {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (String pair : text.split(delimiter, -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        pairs
            .computeIfAbsent(name, any -> new ArrayList<>())
            .add(equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** As a form has it: a plus sign is a space. */
  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // A percent sign that stands for itself.
    }
  }

  Map<String, List<String>> query() {
    return query;
  }

  /** The encoded value of a path's parameter; null if there is none. */
  @Nullable String path(String name) {
    return path.get(name);
  }

  List<String> header(String name) {
    return headers.values(name);
  }

  /** The values of cookies of a name. */
  List<String> cookie(String name) {
    List<String> found = new ArrayList<>();
    for (String line : headers.values("Cookie")) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          found.add(pair.substring(equals + 1).strip());
        }
      }
    }
    return found;
  }
}
