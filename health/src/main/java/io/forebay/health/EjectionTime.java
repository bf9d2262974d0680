package io.forebay.health;

import java.time.Duration;

/**
 * How long an ejected origin is out of use: the base, once for each ejection in a row, at most the
 * longest, plus the jitter. An interval in which the origin was in use throughout takes one
 * ejection off the row. Immutable.
 *
 * @param base the first ejection's time; default 30 s, above zero (Envoy {@code
 *     base_ejection_time})
 * @param longest where growing ends; default 300 s, at least the base (Envoy {@code
 *     max_ejection_time})
 * @param jitter most that chance adds, so that origins do not come back together; default 0
 */
public record EjectionTime(Duration base, Duration longest, Duration jitter) {

  /** Envoy's: half a minute to five. */
  public static final EjectionTime DEFAULT =
      new EjectionTime(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ZERO);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public EjectionTime {
    Ranges.positive("outlier.ejection.base", base);
    Ranges.positive("outlier.ejection.max", longest);
    Ranges.atMost("outlier.ejection.base", base, "outlier.ejection.max", longest);
    Ranges.notNegative("outlier.ejection.jitter", jitter);
  }

  /** How many ejections in a row one more makes: two, then no more than lengthen it. */
  int next(int inARow) {
    return inARow > 1 && capped(inARow) ? inARow : Math.min(inARow + 1, EjectionWord.LONGEST_ROW);
  }

  private boolean capped(int inARow) {
    return inARow >= longest.toNanos() / (double) base.toNanos();
  }

  /**
   * The time of an ejection.
   *
   * @param inARow which in a row it is, 1 being the first
   * @param random chance, from 0 to below 1
   */
  Duration of(int inARow, double random) {
    Duration grown = capped(inARow) ? longest : base.multipliedBy(inARow);
    return grown.plusNanos((long) (jitter.toNanos() * random));
  }
}
