package io.forebay.internal.tokens;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, numbers and booleans, by Jackson's streams.
 * Strict; messages tell places and nothing of the text, which holds tokens.
 */
final class Json {
  /** What null is read as. */
  static final Object NULL = new Object();

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final int LARGEST_EXPONENT = 10_000;

  /** Texts and names are bounded by the response's own length. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** Neither names that a server makes up nor buffers that held a token are kept. */
  static final JsonFactory JACKSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNameLength(LONGEST_TEXT)
                  .build())
          .build();

  private Json() {}

  /**
   * The value that a text holds.
   *
   * @throws IllegalArgumentException if it is no JSON, says a name twice in an object, has more
   *     than 64 levels or a number of more than 100 characters
   */
  static Object read(String text) {
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      Object value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw wrong("something after the end", parser.currentTokenLocation());
      }
      return value;
    } catch (JacksonException e) {
      throw wrong(problem(e), e.getLocation());
    }
  }

  /**
   * What a pointer (RFC 6901) leads to.
   *
   * @return empty: to nothing
   */
  static Optional<Object> find(Object root, String pointer) {
    Object found = root;
    for (String name : steps(pointer)) {
      @Nullable Object next = null;
      if (found instanceof Map<?, ?> members) {
        next = members.get(name);
      } else if (found instanceof List<?> items && name.matches("0|[1-9][0-9]{0,8}")) {
        int index = Integer.parseInt(name);
        next = index < items.size() ? items.get(index) : null;
      }
      if (next == null) {
        return Optional.empty();
      }
      found = next;
    }
    return Optional.of(found);
  }

  private static List<String> steps(String pointer) {
    if (pointer.isEmpty()) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    for (String step : pointer.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private static Object value(JsonParser parser, @Nullable JsonToken token) {
    if (token == null) {
      throw wrong("a value was expected", parser.currentLocation());
    }
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> number(parser);
    };
  }

  private static Map<String, Object> members(JsonParser parser) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<Object> items(JsonParser parser) {
    List<Object> items = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      items.add(value(parser, token));
      token = parser.nextToken();
    }
    return items;
  }

  /** Printed plainly, a number is as long as its exponent says. */
  private static BigDecimal number(JsonParser parser) {
    BigDecimal number;
    try {
      number = new BigDecimal(parser.getString());
    } catch (NumberFormatException e) {
      throw wrong("a number out of range", parser.currentTokenLocation());
    }
    if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
      throw wrong("a number out of range", parser.currentTokenLocation());
    }
    return number;
  }

  /** Jackson's own words quote the text. */
  private static String problem(JacksonException e) {
    if (e instanceof UnexpectedEndOfInputException) {
      return "it breaks off";
    }
    if (e instanceof StreamConstraintsException) {
      return "more than " + DEEPEST + " levels, or a number of more than " + LONGEST_NUMBER;
    }
    String message = String.valueOf(e.getOriginalMessage());
    return message.startsWith("Duplicate") ? "a name twice in an object" : "unreadable";
  }

  private static IllegalArgumentException wrong(String what, @Nullable TokenStreamLocation at) {
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new IllegalArgumentException("no JSON: " + what + place);
  }
}
