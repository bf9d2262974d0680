package io.forebay.config.internal.krakend;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Source;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What is wrong with one text, and what does not carry over. Not thread-safe.
 *
 * @param findings what is wrong
 * @param notes what does not carry over
 * @param directory what relative paths start from
 */
record Report(Findings findings, Notes notes, Path directory) {

  Report(Source source) {
    this(new Findings(source.name()), new Notes(source.name()), source.directory());
  }

  /** Something of another type; a text is not told, as it may be a secret. */
  void wrong(Node node, String place, String expected) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.REFUSED) {
      return; // A finding already.
    }
    boolean number = node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NUMBER;
    String was = node.described(!number);
    found(node.at(), place, () -> "expected " + expected + " but was " + was);
  }

  /** Something that is wrong. */
  void found(Position at, String place, Supplier<String> what) {
    findings.add(at, () -> place + ": " + what.get());
  }

  /** Something that does not carry over, put into words only if it is kept. */
  void note(Position at, Supplier<String> what) {
    notes.add(at, what);
  }

  /** Something that does not carry over. */
  void note(Position at, String place, String what) {
    notes.add(at, place + ": " + what);
  }
}
