package io.forebay.openapi.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one file in YAML 1.2 or JSON. Nothing is constructed but plain values; aliases count as
 * often as they are used, and depth and size have bounds, so that no small file becomes a large
 * tree. Used once.
 */
final class DocumentText {
  /** Most values of a file, however they are written. */
  private static final int MOST_NODES = 2_000_000;

  private static final int MOST_DEPTH = 200;
  private static final int BUFFER = 256 * 1024;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Anchored> anchors = new HashMap<>();
  private final ScalarResolver scalars = new CoreScalarResolver(false);
  private int nodes;

  /** What an anchor stands for, and how much it is. */
  private record Anchored(JsonNode node, int size) {}

  private DocumentText() {}

  /**
   * The values of a file.
   *
   * @throws IllegalArgumentException if it is neither YAML nor JSON, or too much
   */
  static JsonNode read(String text) {
    try {
      // Indentation by tabs is fine in JSON, and no YAML.
      return text.stripLeading().startsWith("{")
          ? Json.MAPPER.readTree(text)
          : new DocumentText().yaml(text);
    } catch (MarkedYamlEngineException e) {
      String at = e.getProblemMark().map(mark -> " at line " + (mark.getLine() + 1)).orElse("");
      throw new IllegalArgumentException("not YAML" + at + ": " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not YAML 1.2", e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + Json.problem(e), e);
    }
  }

  private JsonNode yaml(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setBufferSize(Math.min(text.length() + 1, BUFFER))
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .build();
    Iterator<Event> events = new ParserImpl(settings, new StreamReader(settings, text));
    JsonNode root = NODES.missingNode();
    while (events.hasNext()) {
      if (events.next().getEventId() == Event.ID.DocumentStart) {
        if (!root.isMissingNode()) {
          throw new IllegalArgumentException("a second document in the file (expected: one)");
        }
        root = node(events, events.next(), 0);
      }
    }
    return root;
  }

  private JsonNode node(Iterator<Event> events, Event event, int depth) {
    spend(1);
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException("nested too deep (expected: at most " + MOST_DEPTH + ")");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    int before = nodes;
    JsonNode node;
    if (event instanceof ScalarEvent scalar) {
      node = scalar(scalar);
    } else {
      node = event instanceof MappingStartEvent ? mapping(events, depth) : list(events, depth);
    }
    if (event instanceof NodeEvent anchored) {
      int size = nodes - before + 1;
      anchored
          .getAnchor()
          .ifPresent(name -> anchors.put(name.getValue(), new Anchored(node, size)));
    }
    return node;
  }

  private void spend(int count) {
    nodes += count;
    if (nodes > MOST_NODES) {
      throw new IllegalArgumentException("too many values (expected: at most " + MOST_NODES + ")");
    }
  }

  private JsonNode aliased(AliasEvent alias) {
    Anchored known = anchors.get(alias.getAlias().getValue());
    if (known == null) {
      throw new IllegalArgumentException("an alias within what it stands for, or before it");
    }
    spend(known.size());
    return known.node();
  }

  private ObjectNode mapping(Iterator<Event> events, int depth) {
    ObjectNode mapping = NODES.objectNode();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      if (!(event instanceof ScalarEvent name)) {
        throw new IllegalArgumentException(
            event instanceof CollectionStartEvent
                ? "a key is no text"
                : "a key is an alias (expected: text)");
      }
      if (mapping.has(name.getValue())) {
        throw new IllegalArgumentException("duplicate key '" + Texts.shown(name.getValue()) + "'");
      }
      mapping.set(name.getValue(), node(events, events.next(), depth + 1));
    }
    return mapping;
  }

  private ArrayNode list(Iterator<Event> events, int depth) {
    ArrayNode list = NODES.arrayNode();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      list.add(node(events, event, depth + 1));
    }
    return list;
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private JsonNode scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.isPlain() ? scalars.resolve(text, true) : Tag.STR;
    try {
      if (tag.equals(Tag.NULL)) {
        return NODES.nullNode();
      } else if (tag.equals(Tag.BOOL)) {
        return NODES.booleanNode(text.equalsIgnoreCase("true"));
      } else if (tag.equals(Tag.INT)) {
        return NODES.numberNode(whole(text));
      } else if (tag.equals(Tag.FLOAT)) {
        return NODES.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      return NODES.stringNode(text); // Such as .inf, which JSON does not know.
    }
    return NODES.stringNode(text);
  }

  private static BigInteger whole(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    return text.startsWith("0o")
        ? new BigInteger(text.substring(2), 8)
        : new BigInteger(text.startsWith("+") ? text.substring(1) : text);
  }
}
