package io.forebay.config.internal.couper;

import io.forebay.config.internal.tree.Position;
import java.util.Arrays;

/**
 * Finds line and column of an offset in little time, however long the text or one line of it is.
 * Immutable.
 */
final class Lines {
  private static final int STRIDE = 1024;

  private final String text;

  /** The offset at which each line starts. */
  private final int[] starts;

  /** How many characters stand in front of each stride. */
  private final int[] characters;

  Lines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = i + 1;
    }
    starts = Arrays.copyOf(found, count);
    characters = new int[text.length() / STRIDE + 1];
    for (int i = 1; i < characters.length; i++) {
      characters[i] = characters[i - 1] + points((i - 1) * STRIDE, i * STRIDE);
    }
  }

  /** Counts a pair as its second half, so that counts of neighbouring ranges add up. */
  private int points(int from, int to) {
    int points = to - from;
    for (int i = from; i < to; i++) {
      if (Character.isHighSurrogate(text.charAt(i))) {
        points--;
      }
    }
    return points;
  }

  private int before(int offset) {
    int stride = offset / STRIDE;
    return characters[stride] + points(stride * STRIDE, offset);
  }

  Position at(int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    int found = Arrays.binarySearch(starts, end);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, before(end) - before(starts[line]) + 1);
  }
}
