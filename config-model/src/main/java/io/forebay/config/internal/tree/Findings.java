package io.forebay.config.internal.tree;

import io.forebay.config.DefinitionException;
import io.forebay.config.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with a text, or with several that are read together. Not thread-safe. */
public final class Findings {
  private static final int MOST = 100;
  private static final int LONGEST = 500;

  private final List<String> sources;
  private final int layer;
  private final Collected all;

  private record Found(Position at, String message) {}

  /** What is found in all of the texts. */
  private static final class Collected {
    private final List<Found> found = new ArrayList<>();
    private int more;
    private int unread;
  }

  /** Starts with nothing found in the text of this name. */
  public Findings(String source) {
    this(List.of(source));
  }

  /** Starts with nothing found in the texts of these names. */
  public Findings(List<String> sources) {
    this(List.copyOf(sources), 0, new Collected());
  }

  private Findings(List<String> sources, int layer, Collected all) {
    this.sources = sources;
    this.layer = layer;
    this.all = all;
  }

  /** The same, for who reads a text without knowing that it is one of several. */
  Findings of(int text) {
    return new Findings(sources, text, all);
  }

  /** What the text of a place is called. */
  public String source(Position at) {
    return sources.get(at.layer());
  }

  /** Whether as much was found as is listed: what is found from now on is only counted. */
  public boolean full() {
    return all.found.size() == MOST;
  }

  /** Says that items of a list were not read, since there is enough to tell without them. */
  public void unread(int items) {
    all.unread += items;
  }

  /** Adds a finding; the first 100 are kept, the others counted. */
  public void add(Position at, Supplier<String> message) {
    if (full()) {
      all.more++;
      return;
    }
    all.found.add(new Found(layer == 0 ? at : at.in(layer), Shown.of(message.get(), LONGEST)));
  }

  /** A text scalar; refused if it is no Unicode. */
  Node.Scalar text(Position at, String text) {
    return new Node.Scalar(at, isUnicode(at, text) ? Node.Kind.TEXT : Node.Kind.REFUSED, text);
  }

  /** Whether a text is Unicode; adds a finding if it is not. */
  boolean isUnicode(Position at, String text) {
    if (Shown.wellFormed(text)) {
      return true;
    }
    add(at, () -> "half of a surrogate pair (expected: Unicode)");
    return false;
  }

  /** Adds a finding after which there is nothing left to read. */
  public DefinitionException fatal(Position at, String message) {
    add(at, () -> message);
    return exception();
  }

  /**
   * Ends the reading if anything was found.
   *
   * @throws DefinitionException with everything that was found
   */
  public void throwIfAny() {
    if (!all.found.isEmpty()) {
      throw exception();
    }
  }

  private DefinitionException exception() {
    List<Finding> sorted =
        all.found.stream()
            .sorted(Comparator.comparing(Found::at, Position.IN_ORDER))
            .map(each -> finding(each.at(), each.message()))
            .toList();
    return new DefinitionException(sorted, all.more, all.unread);
  }

  private Finding finding(Position at, String message) {
    return new Finding(source(at), at.line(), at.column(), message);
  }
}
