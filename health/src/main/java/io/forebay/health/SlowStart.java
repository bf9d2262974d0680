package io.forebay.health;

import java.time.Duration;

/**
 * How an origin that is new, or back in use, gets its share of the traffic little by little.
 * Source: Envoy's slow start. Immutable.
 *
 * @param window how long it takes; default zero: off, the whole share at once
 * @param aggression the shape of the rise: 1 is a line, above 1 rises fast at first, below 1 late.
 *     Default 1, 0.01 to 100
 * @param minimum the least share of the weight; default 0.1, 0 to 1
 */
public record SlowStart(Duration window, double aggression, double minimum) {

  /** No slow start. */
  public static final SlowStart OFF = within(Duration.ZERO);

  private static final long SHORTEST_NANOS = 1_000_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SlowStart {
    Ranges.notNegative("slow_start.window", window);
    Ranges.between("slow_start.aggression", aggression, 0.01, 100);
    Ranges.between("slow_start.min_weight", minimum, 0, 1);
  }

  /**
   * A straight rise from a tenth.
   *
   * @throws IllegalArgumentException if the window is negative
   */
  public static SlowStart within(Duration window) {
    return new SlowStart(window, 1, 0.1);
  }

  /**
   * What to multiply the weight with: the elapsed part of the window, at least a millisecond of it,
   * to the power of 1 / aggression, at least the minimum. From 0 (where the minimum is 0, just
   * above) to 1, and 1 from the end of the window on.
   *
   * @param now the time in nanoseconds
   * @param since when the origin came into use, on the same clock
   */
  public double factor(long now, long since) {
    long elapsed = Math.max(now - since, SHORTEST_NANOS);
    long whole = window.toNanos();
    if (elapsed >= whole) {
      return 1;
    }
    return Math.max(minimum, Math.pow((double) elapsed / whole, 1 / aggression));
  }
}
