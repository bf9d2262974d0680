package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the reading of one text shares: its findings and its references. Not thread-safe. */
final class Scope {
  private final Findings findings;
  private final References references;
  private final Referring referring = new Referring();

  Scope(Findings findings, References references) {
    this.findings = findings;
    this.references = references;
  }

  /** Adds a finding. */
  void found(Position at, Place place, Supplier<String> problem) {
    findings.add(at, () -> place + ": " + problem.get());
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
      Text text = references.resolved(scalar.text());
      if (text.referring()) {
        referring.put(place, text.raw());
      }
      return Optional.of(text);
    } catch (IllegalArgumentException e) {
      found(scalar.at(), place, () -> String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The text of a file that a scalar names, or why there is none; the scalar is remembered. */
  Optional<String> file(Node.Scalar scalar, Place place, int mostBytes) {
    return text(scalar, place).flatMap(path -> file(scalar, path, place, mostBytes));
  }

  private Optional<String> file(Node.Scalar scalar, Text path, Place place, int mostBytes) {
    referring.put(place, path.raw());
    try {
      return Optional.of(references.file(path.value(), mostBytes));
    } catch (IllegalArgumentException e) {
      found(
          scalar.at(),
          place,
          () -> path.referring() ? path + ": no such file, or not fit" : e.getMessage());
      return Optional.empty();
    }
  }

  /** The scalars with references, and those that name files, as they are written, by place. */
  Referring referring() {
    return referring;
  }

  /** What a value's own check says, without the key in front: the place tells it. */
  static String complaint(IllegalArgumentException e, Place place) {
    String message = String.valueOf(e.getMessage());
    String key = place.name() + ": ";
    return message.startsWith(key) ? message.substring(key.length()) : message;
  }

  static boolean is(Node node, Node.Kind kind) {
    return node instanceof Node.Scalar scalar && scalar.kind() == kind;
  }
}
