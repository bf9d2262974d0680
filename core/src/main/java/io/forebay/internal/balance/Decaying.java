package io.forebay.internal.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that fades with time, and when it was set: a float and 32 bits of time in one word, so
 * that neither is ever seen without the other, and setting them needs no lock and no object. Time
 * is counted in steps of 65.5 µs, which repeat after 78 hours: whoever rests exactly that long is
 * remembered once more.
 */
final class Decaying {
  private static final int STEP_BITS = 16;
  private static final double STEP = 1 << STEP_BITS;
  private static final int MOST_LATENESS = 1 << 20; // A minute, in steps.

  private final double decay;
  private final AtomicLong word = new AtomicLong();

  /** Zero, fading to 1/e in {@code decay} nanoseconds. */
  Decaying(long decay) {
    this.decay = decay;
  }

  /** What is left of it. */
  double at(long now) {
    long word = this.word.get();
    float value = value(word);
    return value == 0 ? 0 : value * left(word, now);
  }

  /** Adds to what is left of it. */
  void add(double amount, long now) {
    long old;
    do {
      old = word.get();
    } while (!word.compareAndSet(old, word(value(old) * left(old, now) + amount, now)));
  }

  /**
   * Moves it towards a new value, the more the longer ago the last one is; a greater one is taken
   * at once, and so is the first.
   */
  void follow(double latest, long now) {
    long old;
    double next;
    do {
      old = word.get();
      double left = left(old, now);
      double value = value(old);
      next = latest >= value || value == 0 ? latest : value * left + latest * (1 - left);
    } while (!word.compareAndSet(old, word(next, now)));
  }

  private double left(long word, long now) {
    int steps = (int) (now >>> STEP_BITS) - (int) word;
    // Somebody may have set it with a later time: then nothing has faded.
    boolean earlier = steps < 0 && steps > -MOST_LATENESS;
    return earlier ? 1 : Math.exp(-Integer.toUnsignedLong(steps) * STEP / decay);
  }

  private static float value(long word) {
    return Float.intBitsToFloat((int) (word >>> Integer.SIZE));
  }

  private static long word(double value, long now) {
    long bits = Float.floatToRawIntBits((float) value);
    return (bits << Integer.SIZE) | ((now >>> STEP_BITS) & 0xffff_ffffL);
  }
}
