package io.forebay.cli.engine;

import io.forebay.cli.engine.CallRequest.Target;
import io.forebay.spec.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request in JSON: {@code {"backend", "refine"?, "method"?, "path", "headers"?, "body"?,
 * "vars"?, "timeout"?}}. An optional key may also be null.
 */
final class RequestJson {
  private static final List<String> KEYS =
      List.of("backend", "refine", "method", "path", "headers", "body", "vars", "timeout");

  private final JsonNode object;

  private RequestJson(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads one request.
   *
   * @throws InputException if the text is no JSON object, or one with other keys or types
   */
  static CallRequest read(String text) throws InputException {
    JsonNode object = parse(text);
    if (!object.isObject()) {
      throw new InputException("not a JSON object (expected: {\"backend\", \"path\", ...})");
    }
    refuseUnknownKeys(object);
    return new RequestJson(object).request();
  }

  private static JsonNode parse(String text) throws InputException {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new InputException("not JSON" + column(e) + ": " + e.getOriginalMessage(), e);
    }
  }

  private static String column(JacksonException failure) {
    TokenStreamLocation place = failure.getLocation();
    return place == null ? "" : " at column " + place.getColumnNr();
  }

  private static void refuseUnknownKeys(JsonNode object) throws InputException {
    for (String key : object.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new InputException(
            "unknown key \"" + key + "\" (expected: " + String.join(", ", KEYS) + ")");
      }
    }
  }

  private CallRequest request() throws InputException {
    return new CallRequest(
        new Target(required("backend"), text("refine")),
        text("method"),
        required("path"),
        headers(),
        body(),
        variables(),
        timeout());
  }

  private String required(String key) throws InputException {
    return text(key).orElseThrow(() -> new InputException(key + ": missing"));
  }

  private Optional<String> text(String key) throws InputException {
    JsonNode value = object.path(key);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    return Optional.of(string(key, value, "a string"));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String string(String key, JsonNode value, String expected) throws InputException {
    if (!value.isString()) {
      throw wrongType(key, value, expected);
    }
    return value.stringValue();
  }

  private static InputException wrongType(String key, JsonNode value, String expected) {
    String found = value.getNodeType().name().toLowerCase(Locale.ROOT);
    return new InputException(key + ": " + found + " (expected: " + expected + ")");
  }

  private Optional<ByteString> body() throws InputException {
    Optional<String> text = text("body");
    if (text.isPresent() && !StandardCharsets.UTF_8.newEncoder().canEncode(text.get())) {
      throw new InputException("body: holds one half of a surrogate pair (expected: text)");
    }
    return text.map(ByteString::encodeUtf8);
  }

  private Map<String, List<String>> headers() throws InputException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : properties("headers")) {
      headers.put(header.getKey(), values("headers." + header.getKey(), header.getValue()));
    }
    return headers;
  }

  private static List<String> values(String key, JsonNode given) throws InputException {
    String expected = "a string or a list of strings";
    if (!given.isArray()) {
      return List.of(string(key, given, expected));
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : given) {
      values.add(string(key, value, expected));
    }
    return values;
  }

  private Map<String, String> variables() throws InputException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : properties("vars")) {
      JsonNode value = entry.getValue();
      if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
        throw wrongType("vars." + entry.getKey(), value, "a string, a number or a boolean");
      }
      variables.put(entry.getKey(), value.asString());
    }
    return variables;
  }

  private Iterable<Map.Entry<String, JsonNode>> properties(String key) throws InputException {
    JsonNode value = object.path(key);
    if (isAbsent(value)) {
      return List.of();
    }
    if (!value.isObject()) {
      throw wrongType(key, value, "an object");
    }
    return value.properties();
  }

  private Optional<Duration> timeout() throws InputException {
    Optional<String> text = text("timeout");
    try {
      return text.map(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw new InputException("timeout: " + e.getMessage(), e);
    }
  }
}
