package io.forebay.config.internal.form;

import java.util.Collection;

/** Guesses which name was meant. */
final class NearMiss {
  private static final int LONGEST = 64;
  private static final int MOST_CANDIDATES = 2_000;

  private NearMiss() {}

  /** {@code (did you mean 'x'?)} with a blank in front, or nothing if no name is near. */
  static String hint(String wrong, Collection<String> known) {
    if (wrong.length() > LONGEST || known.size() > MOST_CANDIDATES) {
      return "";
    }
    String nearest = "";
    int least = Math.max(1, wrong.length() / 3) + 1;
    for (String name : known) {
      int distance =
          Math.abs(name.length() - wrong.length()) < least ? distance(wrong, name) : least;
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "" : " (did you mean '" + nearest + "'?)";
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  private static int distance(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[last.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (swapped(one, i, other, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }

  private static boolean swapped(String one, int i, String other, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
