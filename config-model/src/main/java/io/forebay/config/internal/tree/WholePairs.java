package io.forebay.config.internal.tree;

import java.io.Reader;

/**
 * Reads a text in pieces none of which ends between the halves of a surrogate pair: the YAML engine
 * would ask for the other half behind the end of its own buffer. Not thread-safe.
 */
final class WholePairs extends Reader {
  private final String text;
  private int at;

  WholePairs(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (at == text.length()) {
      return -1;
    }
    int end = Math.min(text.length(), at + length);
    if (end - at > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.getChars(at, end, buffer, offset);
    int count = end - at;
    at = end;
    return count;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
