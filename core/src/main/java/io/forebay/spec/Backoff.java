package io.forebay.spec;

import java.time.Duration;

/**
 * The pause before another attempt: by chance between nothing and a length that doubles with every
 * attempt. So callers that failed together do not come back together. Immutable.
 *
 * @param base most before the second attempt; default 25 ms, 0 to 1 h, zero: no pause
 * @param max where doubling ends; default 250 ms, from the base to 1 h
 */
public record Backoff(Duration base, Duration max) {

  /** At most 25 ms, then 50, 100, 200, and 250 ms from then on. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(25), Duration.ofMillis(250));

  /** No pause. */
  public static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Backoff {
    Ranges.upToAnHour("retries.backoff.base", base);
    Ranges.upToAnHour("retries.backoff.max", max);
    if (max.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "retries.backoff.max: "
              + Durations.format(max)
              + " (expected: at least retries.backoff.base, "
              + Durations.format(base)
              + ")");
    }
  }

  /** The same with another base. */
  public Backoff withBase(Duration most) {
    return new Backoff(most, max);
  }

  /** The same with another end of doubling. */
  public Backoff withMax(Duration most) {
    return new Backoff(base, most);
  }
}
