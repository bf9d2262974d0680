package io.forebay.config.internal.couper;

import io.forebay.config.DefinitionException;
import io.forebay.config.Note;
import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Position;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong with one text, and what does not carry over. Not thread-safe. */
final class Report {
  private final Findings findings;
  private final Notes notes;
  private final Lines lines;

  Report(String source, String text) {
    this.findings = new Findings(source);
    this.notes = new Notes(source);
    this.lines = new Lines(text);
  }

  /** Adds a finding at an offset. */
  void wrong(int at, Supplier<String> message) {
    findings.add(lines.at(at), message);
  }

  /** Adds a finding after which there is nothing left to read. */
  DefinitionException fatal(int at, String message) {
    return findings.fatal(lines.at(at), message);
  }

  void note(int at, String message) {
    notes.add(lines.at(at), message);
  }

  Position position(int at) {
    return lines.at(at);
  }

  /** The notes, unless something was found. */
  List<Note> finished() {
    findings.throwIfAny();
    return notes.list();
  }
}
