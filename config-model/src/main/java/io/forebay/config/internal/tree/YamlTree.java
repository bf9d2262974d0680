package io.forebay.config.internal.tree;

import io.forebay.config.DefinitionException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 from the engine's events, before any of its conveniences: nothing is constructed,
 * no alias is followed, no tag is looked up. Used once, by one thread.
 */
final class YamlTree {
  private static final int BUFFER = 256 * 1024;

  private final String text;
  private final Findings findings;
  private final Budget budget;

  YamlTree(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.budget = new Budget(findings);
  }

  Optional<Node> read() {
    // The engine copies what it holds of a token each time that another buffer is read, so one long
    // token costs its length squared by the size of the buffer.
    LoadSettings settings =
        LoadSettings.builder()
            .setBufferSize(Math.min(text.length() + 1, BUFFER))
            .setCodePointLimit(Source.MOST)
            .setParseComments(false)
            .build();
    try {
      return document(new ParserImpl(settings, new StreamReader(settings, new WholePairs(text))));
    } catch (MarkedYamlEngineException e) {
      throw unreadable(e);
    } catch (ReaderException e) {
      // The first of its kind, as none is allowed.
      throw findings.fatal(
          Position.at(text, text.indexOf(e.getCodePoint())),
          String.format("not YAML: character U+%04X is not allowed", e.getCodePoint()));
    } catch (YamlEngineException e) {
      // Nothing else is left: a directive %YAML with another major version.
      throw findings.fatal(Position.START, "not YAML 1.2");
    }
  }

  private Optional<Node> document(Iterator<Event> events) {
    Optional<Node> root = Optional.empty();
    boolean started = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        if (started) {
          throw findings.fatal(
              position(event), "a second document starts here (expected: one document)");
        }
        started = true;
        root = Optional.of(node(events, events.next(), 0));
      }
    }
    return root.filter(node -> !isNothing(node));
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  private Node node(Iterator<Event> events, Event event, int depth) {
    Position at = position(event);
    budget.spend(at, depth);
    refuseAnchor(event, at);
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, at);
    }
    if (event instanceof CollectionStartEvent start) {
      if (start.getTag().isPresent()) {
        refuseTag(at);
      }
      return event instanceof MappingStartEvent
          ? mapping(events, at, depth)
          : sequence(events, at, depth);
    }
    return new Node.Scalar(at, Node.Kind.REFUSED, "");
  }

  private void refuseAnchor(Event event, Position at) {
    if (event instanceof AliasEvent) {
      findings.add(at, () -> "aliases (*name) are not accepted (use defaults, or write it out)");
      return;
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      findings.add(at, () -> "anchors (&name) are not accepted (use defaults, or write it out)");
    }
  }

  private void refuseTag(Position at) {
    findings.add(at, () -> "tags (!name) are not accepted (expected: the value alone)");
  }

  private Node scalar(ScalarEvent event, Position at) {
    if (event.getTag().isPresent()) {
      refuseTag(at);
      return new Node.Scalar(at, Node.Kind.REFUSED, "");
    }
    return event.isPlain()
        ? PlainScalars.resolved(at, event.getValue())
        : findings.text(at, event.getValue());
  }

  private Node mapping(Iterator<Event> events, Position at, int depth) {
    MappingBuilder mapping = new MappingBuilder(at);
    for (Event event = events.next(); !ends(event); event = events.next()) {
      Position nameAt = position(event);
      Node name = node(events, event, depth + 1);
      Node value = node(events, events.next(), depth + 1);
      if (event instanceof ScalarEvent scalar) {
        addEntry(mapping, scalar, nameAt, value);
      } else if (!(event instanceof AliasEvent)) {
        findings.add(nameAt, () -> "a key is " + name.described(true) + " (expected: text)");
      }
    }
    return mapping.build();
  }

  private void addEntry(MappingBuilder mapping, ScalarEvent name, Position at, Node value) {
    if (name.isPlain() && name.getValue().equals("<<")) {
      findings.add(at, () -> "merge keys (<<) are not accepted (use defaults)");
      return;
    }
    // What is not Unicode was found as a scalar already.
    if (Shown.wellFormed(name.getValue())) {
      mapping.add(at, name.getValue(), value);
    }
  }

  private Node sequence(Iterator<Event> events, Position at, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      items.add(node(events, event, depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private static Position position(Event event) {
    return position(event.getStartMark());
  }

  private static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
  }

  private DefinitionException unreadable(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    return findings.fatal(position(mark), "not YAML: " + context + e.getProblem());
  }
}
