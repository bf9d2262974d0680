package io.forebay.config.internal.form;

import java.util.ArrayList;
import java.util.List;

/**
 * Which whole numbers a record takes, found by asking it: nothing has to say its limits twice, and
 * none can differ.
 */
final class Ranges {
  // Somewhere among those that a setting takes; percentages, statuses and counts all hold one.
  private static final List<Integer> SOMEWHERE = List.of(0, 1, 2, 10, 100, 200, 500, 1000);

  /**
   * Numbers without a gap.
   *
   * @param least the first
   * @param most the last
   */
  record Range(long least, long most) {
    private Schema schema() {
      return Schema.of("minimum", least).with("maximum", most);
    }

    private boolean holds(long n) {
      return n >= least && n <= most;
    }
  }

  private Ranges() {}

  /** The ranges that {@code check} takes, in order; empty: unknown. */
  static List<Range> of(CheckedShapes.Check<Integer> check) {
    List<Range> found = new ArrayList<>();
    for (int n : SOMEWHERE) {
      if (found.stream().noneMatch(range -> range.holds(n)) && takes(check, n)) {
        found.add(new Range(last(check, n, -1), last(check, n, 1)));
      }
    }
    return found;
  }

  /** The keywords for numbers in ranges. */
  static Schema schema(List<Range> ranges) {
    return switch (ranges.size()) {
      case 0 -> Schema.ANY;
      case 1 -> ranges.get(0).schema();
      default -> Schema.anyOf(ranges.stream().map(Range::schema).toList());
    };
  }

  /**
   * The last number that is taken on the way from one that is, by steps that double, then halve.
   */
  private static long last(CheckedShapes.Check<Integer> check, long from, int direction) {
    long good = from;
    long step = 1;
    while (takes(check, good + direction * step)) {
      good += direction * step;
      step *= 2;
    }
    for (; step > 0; step /= 2) {
      if (takes(check, good + direction * step)) {
        good += direction * step;
      }
    }
    return good;
  }

  private static boolean takes(CheckedShapes.Check<Integer> check, long n) {
    if (n < Integer.MIN_VALUE || n > Integer.MAX_VALUE) {
      return false;
    }
    return check.takes((int) n);
  }
}
