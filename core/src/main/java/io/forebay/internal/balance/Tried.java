package io.forebay.internal.balance;

import java.util.Arrays;

/** The origins that an exchange has tried. Used by one thread at a time. */
public final class Tried {
  private static final long[] EMPTY = {};

  static final Tried NONE = new Tried(); // Never handed out, so that nobody adds to it.

  private long first;
  private long[] rest = EMPTY; // Beyond the first 64.

  /** Nobody yet. */
  public Tried() {}

  /** Those tried so far, for another who tries. */
  public Tried copy() {
    Tried copy = new Tried();
    copy.first = first;
    copy.rest = rest.clone();
    return copy;
  }

  /** Remembers an origin by its number. */
  public void add(int number) {
    if (number < Long.SIZE) {
      first |= 1L << number;
      return;
    }
    int word = number / Long.SIZE - 1;
    if (word >= rest.length) {
      rest = Arrays.copyOf(rest, word + 1);
    }
    rest[word] |= 1L << number;
  }

  /** Whether an origin was added. */
  public boolean contains(int number) {
    if (number < Long.SIZE) {
      return (first & (1L << number)) != 0;
    }
    int word = number / Long.SIZE - 1;
    return word < rest.length && (rest[word] & (1L << number)) != 0;
  }

  /** Whether none was added. */
  public boolean isEmpty() {
    return first == 0 && rest.length == 0;
  }
}
