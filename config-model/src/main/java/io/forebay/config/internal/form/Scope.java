package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the reading of one text shares: its findings and its references. Not thread-safe. */
final class Scope {
  private final Findings findings;
  private final List<References> references;
  private final Referring referring = new Referring();
  private final Repeats repeats = new Repeats();

  /**
   * Starts with nothing read.
   *
   * @param references what leads out of each of the texts that are read together
   */
  Scope(Findings findings, List<References> references) {
    this.findings = findings;
    this.references = references;
  }

  private References references(Node.Scalar scalar) {
    return references.get(scalar.at().layer());
  }

  /** The values that were read, where they may repeat. */
  Repeats repeats() {
    return repeats;
  }

  /** Where what is read is said; nothing of it yet. */
  Sayings sayings(Bound defaults) {
    return new Sayings(findings, defaults);
  }

  /** Adds a finding. */
  void found(Position at, Place place, Supplier<String> problem) {
    findings.add(at, () -> place + ": " + problem.get());
  }

  /**
   * Whether as much was found as is listed. The rest of a list is not read then: each wrong item
   * costs an exception, and a long text has many.
   */
  boolean full() {
    return findings.full();
  }

  /** Says that items of a list were not read. */
  void unread(int items) {
    findings.unread(items);
  }

  /** Adds the finding that a node is of the wrong kind, unless it was refused already. */
  void wrong(Node node, Place place, String expected, boolean secret) {
    if (!is(node, Node.Kind.REFUSED)) {
      found(node.at(), place, () -> "expected " + expected + " but was " + node.described(secret));
    }
  }

  /** Adds the finding that a name is not known, with the name that may have been meant. */
  void unknown(Node.Entry entry, Place place, Collection<String> known) {
    found(
        entry.at(),
        place,
        () -> "unknown key '" + Shown.of(entry.name()) + "'" + NearMiss.hint(entry.name(), known));
  }

  /** Adds a finding for each name that a mapping holds twice. */
  void duplicates(Node.Mapping mapping, Place place, String problem) {
    for (Node.Duplicate duplicate : mapping.duplicates()) {
      found(
          duplicate.at(),
          place,
          () ->
              problem
                  + " '"
                  + Shown.of(duplicate.name())
                  + "' (first at "
                  + duplicate.first()
                  + ")");
    }
  }

  /** Takes a scalar apart, or says why that cannot be done. */
  Optional<Text> text(Node.Scalar scalar, Place place) {
    if (scalar.kind() != Node.Kind.TEXT) {
      return Optional.of(new Text(scalar.text(), List.of(new Text.Plain(scalar.text()))));
    }
    try {
      Text text = references(scalar).resolved(scalar.text());
      if (text.referring()) {
        referring.put(place, text.raw());
      }
      return Optional.of(text);
    } catch (IllegalArgumentException e) {
      found(scalar.at(), place, () -> String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The path that a scalar names, or why there is none; the scalar is remembered. */
  Optional<Path> path(Node.Scalar scalar, Place place, String expected) {
    return text(scalar, place).flatMap(text -> path(scalar, text, place, expected));
  }

  private Optional<Path> path(Node.Scalar scalar, Text text, Place place, String expected) {
    if (text.value().isBlank()) {
      found(scalar.at(), place, () -> "empty (expected: " + expected + ")");
      return Optional.empty();
    }
    try {
      Path path = references(scalar).path(text.value());
      keep(place, text);
      return Optional.of(path);
    } catch (InvalidPathException e) {
      found(scalar.at(), place, () -> "no path (expected: " + expected + ")");
      return Optional.empty();
    }
  }

  /** Remembers a text, with or without references, to be written again. */
  void keep(Place place, Text text) {
    referring.put(place, text.raw());
  }

  /** The scalars with references, paths and secrets, as they are written, by place. */
  Referring referring() {
    return referring;
  }

  /** What a value's own check says, without the keys in front: the place tells them. */
  static String complaint(IllegalArgumentException e, Place place) {
    String message = String.valueOf(e.getMessage());
    String tail = place.name();
    for (@Nullable Place outer = place.parent(); ; outer = outer.parent()) {
      if (message.startsWith(tail + ": ")) {
        return message.substring(tail.length() + 2);
      }
      if (message.startsWith(tail + ".")) {
        return message.substring(tail.length() + 1);
      }
      if (outer == null) {
        return message;
      }
      tail = outer.name() + "." + tail;
    }
  }

  static boolean is(Node node, Node.Kind kind) {
    return node instanceof Node.Scalar scalar && scalar.kind() == kind;
  }
}
