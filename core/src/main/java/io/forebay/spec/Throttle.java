package io.forebay.spec;

import java.time.Duration;
import java.util.Locale;

/**
 * How many attempts of a backend may start in a while. Each attempt counts, retries included;
 * probes do not. Immutable.
 */
public sealed interface Throttle {

  /** What becomes of an attempt that may not start yet. */
  enum Mode {
    /** It waits for its turn, first come, first served, as long as its {@code timeout} lasts. */
    WAIT,
    /** It is refused at once. */
    BLOCK;

    /** The word in text. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which stretches of time may not hold too many attempts. */
  enum PeriodWindow {
    /** Any of the length of the period, wherever it begins. */
    SLIDING,
    /** Those that follow each other from the first attempt on, each as long as the period. */
    FIXED;

    /** The word in text. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of an attempt that may not start yet; default {@link Mode#WAIT}. */
  Mode mode();

  /** The limit in words, such as {@code 10 per 1s (sliding)}. */
  String text();

  /**
   * So many attempts per period (Couper {@code throttle}).
   *
   * @param period the length of the window: above zero, at most 366 d
   * @param perPeriod most attempts in a window: above zero; at most 1,000,000 where it is sliding,
   *     because the start of each is remembered, in 8 bytes
   * @param periodWindow which windows; default {@link PeriodWindow#SLIDING}
   * @param mode what becomes of the others; default {@link Mode#WAIT}
   */
  record Windowed(Duration period, int perPeriod, PeriodWindow periodWindow, Mode mode)
      implements Throttle {
    private static final int MOST_REMEMBERED = 1_000_000;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Windowed {
      if (period.isNegative() || period.isZero() || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "throttle.period: " + Durations.format(period) + " (expected: above zero, <= 8784h)");
      }
      if (perPeriod < 1) {
        throw new IllegalArgumentException(
            "throttle.per_period: " + perPeriod + " (expected: >= 1)");
      }
      if (periodWindow == PeriodWindow.SLIDING && perPeriod > MOST_REMEMBERED) {
        throw new IllegalArgumentException(
            "throttle.per_period: "
                + perPeriod
                + " (expected: <= "
                + MOST_REMEMBERED
                + " in a sliding window)");
      }
    }

    /** The same in other windows. */
    public Windowed withPeriodWindow(PeriodWindow other) {
      return new Windowed(period, perPeriod, other, mode);
    }

    /** The same in another mode. */
    public Windowed withMode(Mode other) {
      return new Windowed(period, perPeriod, periodWindow, other);
    }

    @Override
    public String text() {
      return perPeriod + " per " + Durations.format(period) + " (" + periodWindow.text() + ")";
    }
  }

  /**
   * So many attempts per second, and a few at once after a calm: a bucket that is full at first,
   * and out of which each attempt takes a token (KrakenD {@code qos/ratelimit/proxy}).
   *
   * @param rate tokens that come back per second: above zero, at most 1,000,000; exact to the
   *     nanosecond between two tokens, rounded up
   * @param capacity most tokens in the bucket: 1 to 1,000,000; it fills within 366 d
   * @param mode what becomes of an attempt that finds none; default {@link Mode#WAIT}
   */
  record TokenBucket(double rate, int capacity, Mode mode) implements Throttle {
    private static final int MOST = 1_000_000;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TokenBucket {
      if (!(rate > 0 && rate <= MOST)) {
        throw new IllegalArgumentException(
            "throttle.rate: " + rate + " (expected: above 0, <= " + MOST + ")");
      }
      Ranges.between("throttle.capacity", capacity, 1, MOST);
      if (capacity / rate > LONGEST.toSeconds()) {
        throw new IllegalArgumentException(
            "throttle.capacity: "
                + capacity
                + ", which takes more than 8784h to fill at a rate of "
                + rate
                + " per second (expected: less)");
      }
    }

    /** The time in which a token comes back, in nanoseconds. */
    public long nanosPerToken() {
      return (long) Math.ceil(1e9 / rate);
    }

    /** The same in another mode. */
    public TokenBucket withMode(Mode other) {
      return new TokenBucket(rate, capacity, other);
    }

    @Override
    public String text() {
      return rate + " a second, " + capacity + " at once";
    }
  }

  /** The longest period. */
  Duration LONGEST = Duration.ofDays(366);

  /**
   * So many attempts per period, in a sliding window; more wait.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  static Windowed of(int perPeriod, Duration period) {
    return new Windowed(period, perPeriod, PeriodWindow.SLIDING, Mode.WAIT);
  }

  /**
   * So many attempts per second, and a few at once; more wait.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  static TokenBucket rate(double perSecond, int capacity) {
    return new TokenBucket(perSecond, capacity, Mode.WAIT);
  }
}
