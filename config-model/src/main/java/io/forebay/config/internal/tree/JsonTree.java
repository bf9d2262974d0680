package io.forebay.config.internal.tree;

import io.forebay.config.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON by the letter of RFC 8259. Used once, by one thread. */
final class JsonTree {
  // Lengths are bounded by the text's own; depth and number of values by our budget. Numbers stay
  // text, so a long one costs what a long text costs.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Source.MOST)
                  .maxNameLength(Source.MOST)
                  .maxStringLength(Source.MOST)
                  .build())
          .build();
  // Advice on Jackson's own settings, and where a bracket was opened in Jackson's own words.
  private static final Pattern ASIDE = Pattern.compile(": (enable|maybe) .*| \\([^()]* at \\[.*");

  private final String text;
  private final Findings findings;
  private final Budget budget;

  JsonTree(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.budget = new Budget(findings);
  }

  Optional<Node> read() {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return Optional.empty();
      }
      Node root = node(parser, token, 0);
      if (parser.nextToken() != null) {
        throw findings.fatal(here(parser), "text after the end (expected: one JSON value)");
      }
      return Optional.of(root);
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private Node node(JsonParser parser, @Nullable JsonToken token, int depth) {
    Position at = here(parser);
    budget.spend(at, depth);
    if (token == JsonToken.START_OBJECT) {
      return mapping(parser, at, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      return sequence(parser, at, depth);
    }
    return token == JsonToken.VALUE_STRING
        ? findings.text(at, parser.getString())
        : new Node.Scalar(at, kind(token), parser.getString());
  }

  private static Node.Kind kind(@Nullable JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return Node.Kind.NULL;
    }
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
        ? Node.Kind.BOOLEAN
        : Node.Kind.NUMBER;
  }

  private Node mapping(JsonParser parser, Position at, int depth) {
    MappingBuilder mapping = new MappingBuilder(at);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Position nameAt = here(parser);
      String name = parser.currentName();
      mapping.add(nameAt, name, node(parser, parser.nextToken(), depth + 1));
    }
    return mapping.build();
  }

  private Node sequence(JsonParser parser, Position at, int depth) {
    List<Node> items = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      items.add(node(parser, token, depth + 1));
      token = parser.nextToken();
    }
    return new Node.Sequence(at, items);
  }

  private static Position here(JsonParser parser) {
    return position(parser.currentTokenLocation());
  }

  private static Position position(TokenStreamLocation location) {
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private DefinitionException unreadable(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return findings.fatal(
        location == null ? Position.START : position(location),
        "not JSON: " + problem(String.valueOf(e.getOriginalMessage())));
  }

  private static String problem(String message) {
    // Jackson quotes the word, and that may be a secret.
    if (message.startsWith("Unrecognized token")) {
      return "a word without quotes (expected: a value)";
    }
    String line = message.lines().findFirst().orElse("");
    return ASIDE.matcher(line).replaceAll("");
  }
}
