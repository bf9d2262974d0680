package io.forebay.openapi.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds the value of a parameter in a request: OpenAPI's styles. */
final class ParameterReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Parameter parameter;
  private final ValueType type;
  private final String style;
  private final boolean explode;

  /**
   * What was found.
   *
   * @param candidates what the text may stand for; none: it is missing
   * @param empty whether the text is empty
   */
  record Found(List<JsonNode> candidates, boolean empty) {
    static final Found NOTHING = new Found(List.of(), false);

    Found {
      candidates = List.copyOf(candidates);
    }

    static Found of(JsonNode value) {
      return new Found(List.of(value), false);
    }
  }

  ParameterReader(Parameter parameter) {
    this.parameter = parameter;
    type = parameter.type();
    style = parameter.style().name();
    explode = parameter.style().explode();
  }

  Found read(RequestParts parts) {
    return switch (parameter.in()) {
      case "query" -> query(parts.query());
      case "path" -> path(parts.path(parameter.name()));
      case "cookie" -> single(parts.cookie(parameter.name()), ",", UnaryOperator.identity());
      default -> header(parts.header(parameter.name()));
    };
  }

  /** Of a header, whose lines are one list. */
  Found header(List<String> values) {
    return values.isEmpty()
        ? Found.NOTHING
        : single(List.of(String.join(",", values)), ",", String::strip);
  }

  private Found query(Map<String, List<String>> query) {
    if (style.equals("deepObject")) {
      return deep(query);
    }
    if (type.isObject() && explode && !parameter.style().json()) {
      return spread(query);
    }
    List<String> values = query.getOrDefault(parameter.name(), List.of());
    if (type.isArray() && explode && !values.isEmpty()) {
      return Found.of(array(values, RequestParts::decoded));
    }
    String delimiter =
        switch (style) {
          case "spaceDelimited" -> "%20|\\+";
          case "pipeDelimited" -> "\\||%7[Cc]";
          default -> ",";
        };
    return single(values, delimiter, RequestParts::decoded);
  }

  /** {@code name[part]=value}. */
  private Found deep(Map<String, List<String>> query) {
    String start = parameter.name() + "[";
    Map<String, List<String>> fields = new LinkedHashMap<>();
    query.forEach(
        (key, values) -> {
          if (key.startsWith(start) && key.endsWith("]") && key.length() > start.length()) {
            fields.put(key.substring(start.length(), key.length() - 1), values);
          }
        });
    return fields.isEmpty() ? Found.NOTHING : Found.of(fields(fields, type));
  }

  /** Each property is a parameter of its own. */
  private Found spread(Map<String, List<String>> query) {
    Map<String, List<String>> fields = new LinkedHashMap<>(query);
    fields.keySet().retainAll(type.properties().keySet());
    return fields.isEmpty() ? Found.NOTHING : Found.of(fields(fields, type));
  }

  /** An object of encoded fields. */
  static ObjectNode fields(Map<String, List<String>> fields, ValueType type) {
    ObjectNode object = NODES.objectNode();
    fields.forEach(
        (name, values) -> {
          ValueType of = type.properties().getOrDefault(name, ValueType.ANY);
          List<String> decoded = values.stream().map(RequestParts::decoded).toList();
          if (of.isArray() || decoded.size() > 1) {
            ArrayNode list = NODES.arrayNode();
            decoded.forEach(text -> list.add(of.item().value(text)));
            object.set(name, list);
          } else {
            object.set(name, of.value(decoded.get(0)));
          }
        });
    return object;
  }

  private Found path(@Nullable String encoded) {
    if (encoded == null) {
      return Found.NOTHING;
    }
    UnaryOperator<String> decoding = text -> RequestParts.decoded(text.replace("+", "%2B"));
    return switch (style) {
      case "label" -> {
        String text = encoded.startsWith(".") ? encoded.substring(1) : encoded;
        yield single(List.of(text), explode ? "\\." : ",", decoding);
      }
      case "matrix" -> matrix(encoded, decoding);
      default -> single(List.of(encoded), ",", decoding);
    };
  }

  private Found matrix(String encoded, UnaryOperator<String> decoding) {
    Map<String, List<String>> pairs = RequestParts.pairs(encoded, ";");
    if (type.isObject() && explode) {
      return pairs.isEmpty() ? Found.NOTHING : Found.of(fields(pairs, type));
    }
    List<String> values = pairs.getOrDefault(parameter.name(), List.of());
    return type.isArray() && explode && !values.isEmpty()
        ? Found.of(array(values, decoding))
        : single(values, ",", decoding);
  }

  private Found single(List<String> values, String delimiter, UnaryOperator<String> decoding) {
    if (values.isEmpty()) {
      return Found.NOTHING;
    }
    String text = values.get(0);
    if (parameter.style().json()) {
      return json(decoding.apply(text));
    }
    if (type.isArray() && !text.isEmpty()) {
      return Found.of(array(List.of(Pattern.compile(delimiter).split(text, -1)), decoding));
    }
    if (type.isObject() && !text.isEmpty()) {
      return Found.of(object(Pattern.compile(delimiter).split(text, -1), decoding));
    }
    return new Found(type.candidates(decoding.apply(text)), text.isEmpty());
  }

  private static Found json(String text) {
    try {
      return new Found(List.of(Json.MAPPER.readTree(text)), text.isEmpty());
    } catch (JacksonException e) {
      return Found.of(NODES.stringNode(text)); // The schema says what it should be.
    }
  }

  private ArrayNode array(List<String> texts, UnaryOperator<String> decoding) {
    ArrayNode list = NODES.arrayNode();
    texts.forEach(text -> list.add(type.item().value(decoding.apply(text))));
    return list;
  }

  /** {@code a,1,b,2}, or {@code a=1,b=2}. */
  private ObjectNode object(String[] parts, UnaryOperator<String> decoding) {
    List<String> flat = new ArrayList<>();
    for (String part : parts) {
      int equals = explode ? part.indexOf('=') : -1;
      flat.add(decoding.apply(equals < 0 ? part : part.substring(0, equals)));
      if (explode) {
        flat.add(equals < 0 ? "" : decoding.apply(part.substring(equals + 1)));
      }
    }
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      ValueType of = type.properties().getOrDefault(flat.get(i), ValueType.ANY);
      object.set(flat.get(i), of.value(flat.get(i + 1)));
    }
    return object;
  }
}
