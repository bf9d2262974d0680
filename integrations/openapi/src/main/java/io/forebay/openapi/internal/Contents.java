package io.forebay.openapi.internal;

import io.forebay.openapi.internal.SchemaRule.Way;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The media types that a body may be of, and what it has to keep to then. Looked into are JSON,
 * forms and plain text; of all others, such as files or streams of events, only the type counts.
 * Immutable.
 *
 * @param ranges by media type in lower case, which may be {@code text/*}
 */
record Contents(Map<String, Content> ranges) {

  /**
   * One of them.
   *
   * @param type what text in it may stand for
   * @param rule what it has to keep to; empty: anything
   */
  record Content(ValueType type, Optional<SchemaRule> rule) {}

  /** How a body becomes a value. */
  private enum Form {
    JSON,
    FIELDS,
    TEXT,
    OPAQUE
  }

  Contents {
    ranges = Map.copyOf(ranges);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** What is declared for a type; empty: it is not allowed. */
  Optional<Content> of(@Nullable String type) {
    String essence = essence(type);
    int slash = essence.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(ranges.get(essence))
        .or(() -> Optional.ofNullable(ranges.get(essence.substring(0, slash) + "/*")))
        .or(() -> Optional.ofNullable(ranges.get("*/*")));
  }

  /** That the type is not allowed. */
  String unexpected() {
    return "header Content-Type has unexpected value (expected: "
        + Texts.shown(String.join(" or ", ranges.keySet().stream().sorted().toList()))
        + ")";
  }

  /** The type without its parameters. */
  static String essence(@Nullable String type) {
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a body has to be looked into. */
  static boolean reads(Content content, @Nullable String type) {
    return content.rule().isPresent() && form(content, type) != Form.OPAQUE;
  }

  private static Form form(Content content, @Nullable String type) {
    String essence = essence(type);
    if (essence.endsWith("/json") || essence.endsWith("+json")) {
      return Form.JSON;
    } else if (essence.equals("application/x-www-form-urlencoded")) {
      return Form.FIELDS;
    }
    return essence.equals("text/plain") && content.type().kinds().contains("string")
        ? Form.TEXT
        : Form.OPAQUE;
  }

  /** Why a body does not keep to it; {@code failing} is the beginning of the sentence. */
  static List<String> problems(
      Content content, @Nullable String type, byte[] body, Way way, String failing) {
    SchemaRule rule = content.rule().orElseThrow();
    JsonNode value;
    try {
      value = value(content, type, body);
    } catch (JacksonException e) {
      return List.of(failing + ": not JSON: " + Json.problem(e));
    }
    return rule.problem(value, way).map(why -> failing + ": " + why).stream().toList();
  }

  private static JsonNode value(Content content, @Nullable String type, byte[] body) {
    return switch (form(content, type)) {
      case JSON -> Json.MAPPER.readTree(body);
      case FIELDS -> {
        String text = new String(body, StandardCharsets.UTF_8);
        yield ParameterReader.fields(RequestParts.pairs(text, "&"), content.type());
      }
      case TEXT, OPAQUE -> JsonNodeFactory.instance.stringNode(new String(body, charset(type)));
    };
  }

  private static Charset charset(@Nullable String type) {
    MediaType parsed = type == null ? null : MediaType.parse(type);
    Charset named = parsed == null ? null : parsed.charset(StandardCharsets.UTF_8);
    return named == null ? StandardCharsets.UTF_8 : named;
  }
}
