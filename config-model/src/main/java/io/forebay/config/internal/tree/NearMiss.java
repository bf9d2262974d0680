package io.forebay.config.internal.tree;

import java.util.Collection;

/**
 * Guesses which name was meant. What is nearest is told alike in every process: the names may be a
 * set, which has an order of its own in each.
 */
public final class NearMiss {
  private static final int LONGEST = 64;
  private static final int MOST_CANDIDATES = 2_000;

  private NearMiss() {}

  /**
   * {@code (did you mean 'x'?)} with a blank in front, or nothing if no name is near. Of several
   * that are as near, the first in the alphabet.
   */
  public static String hint(String wrong, Collection<String> known) {
    if (wrong.length() > LONGEST || known.size() > MOST_CANDIDATES) {
      return "";
    }
    String nearest = "";
    int least = Math.max(1, wrong.length() / 3);
    for (String name : known) {
      if (Math.abs(name.length() - wrong.length()) > least) {
        continue;
      }
      int distance = distance(wrong, name, least);
      boolean first = nearest.isEmpty() || name.compareTo(nearest) < 0;
      if (distance < least || (distance == least && first)) {
        least = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "" : " (did you mean '" + nearest + "'?)";
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other;
   * some larger number if there are more than {@code most}.
   */
  private static int distance(String one, String other, int most) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[last.length];
      row[0] = i;
      int nearest = i;
      for (int j = 1; j < row.length; j++) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (swapped(one, i, other, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        nearest = Math.min(nearest, row[j]);
      }
      if (nearest > most + 1) {
        return nearest;
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
