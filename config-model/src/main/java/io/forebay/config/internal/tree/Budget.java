package io.forebay.config.internal.tree;

/** Bounds what a text may cost, whatever it says. Not thread-safe. */
final class Budget {
  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 1_000_000;

  private final Findings findings;
  private int values;

  Budget(Findings findings) {
    this.findings = findings;
  }

  /** Counts a node that stands in {@code depth} collections. */
  void spend(Position at, int depth) {
    if (depth > DEEPEST) {
      throw findings.fatal(at, "nested too deep (expected: at most " + DEEPEST + " levels)");
    }
    values++;
    if (values > MOST_VALUES) {
      throw findings.fatal(at, "too many values (expected: at most " + MOST_VALUES + ")");
    }
  }
}
