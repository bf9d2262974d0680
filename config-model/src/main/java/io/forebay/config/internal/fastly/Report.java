package io.forebay.config.internal.fastly;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Position;
import java.util.function.Supplier;

/**
 * What the reading of one text collects. Not thread-safe.
 *
 * @param findings what is wrong
 * @param notes what is right and does not carry over
 */
record Report(Findings findings, Notes notes) {

  void found(Position at, Supplier<String> message) {
    findings.add(at, message);
  }

  void note(Position at, Supplier<String> message) {
    notes.add(at, message);
  }

  void note(Position at, String message) {
    notes.add(at, message);
  }
}
