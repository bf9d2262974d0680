package io.forebay.config.internal.tree;

import io.forebay.config.DefinitionException;
import io.forebay.config.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with one text. Not thread-safe. */
public final class Findings {
  private static final int MOST = 100;
  private static final int LONGEST = 500;

  private final String source;
  private final List<Finding> findings = new ArrayList<>();
  private int more;

  /** Starts with nothing found in the text of this name. */
  public Findings(String source) {
    this.source = source;
  }

  /** Adds a finding; the first 100 are kept, the others counted. */
  public void add(Position at, Supplier<String> message) {
    if (findings.size() == MOST) {
      more++;
      return;
    }
    findings.add(new Finding(source, at.line(), at.column(), Shown.of(message.get(), LONGEST)));
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
    if (!findings.isEmpty()) {
      throw exception();
    }
  }

  private DefinitionException exception() {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
    return new DefinitionException(sorted, more);
  }
}
