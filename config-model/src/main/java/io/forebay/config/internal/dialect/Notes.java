package io.forebay.config.internal.dialect;

import io.forebay.config.Note;
import io.forebay.config.internal.tree.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Collects what does not carry over from one text. Not thread-safe. */
public final class Notes {
  /** Further ones are counted in the last. */
  private static final int MOST = 1_000;

  private final String source;
  private final List<Note> notes = new ArrayList<>();
  private int more;

  /** Starts with nothing noted in the text of this name. */
  public Notes(String source) {
    this.source = source;
  }

  /** Adds a note. */
  public void add(Position at, String message) {
    add(at, () -> message);
  }

  /** Adds a note that is only put into words if it is kept. */
  public void add(Position at, Supplier<String> message) {
    if (notes.size() == MOST) {
      more++;
      return;
    }
    notes.add(new Note(source, at.line(), at.column(), message.get()));
  }

  /** The notes in the order of the text. */
  public List<Note> list() {
    List<Note> sorted = new ArrayList<>(notes);
    sorted.sort(Comparator.comparingInt(Note::line).thenComparingInt(Note::column));
    if (more > 0) {
      Note last = sorted.get(sorted.size() - 1);
      sorted.add(new Note(source, last.line(), last.column(), "and " + more + " more notes"));
    }
    return sorted;
  }
}
