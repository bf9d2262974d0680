package io.forebay.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * When exchanges are refused because too many before them failed: the circuit breaker. What we
 * refused ourselves and what the caller gave up counts for nothing. Immutable.
 *
 * @param failureRatePercent share of failures in the window, in percent, from which on it opens;
 *     default 50, 1 to 100
 * @param minimumCalls fewest exchanges in the window, with fewer it does not open; default 20, 1 to
 *     100,000, at most the window's
 * @param window which exchanges count; default those of the last 10 s
 * @param slowCall a share of slow exchanges that opens it too; default empty: none does
 * @param openFor how long everything is refused before trials are let through; default 10 s, 1 ms
 *     to 1 d
 * @param trialCalls how many trials, which decide together by the same shares; default 3, 1 to
 *     1,000
 * @param scope what has a breaker of its own; default {@link Scope#ORIGIN}
 */
public record BreakerSpec(
    int failureRatePercent,
    int minimumCalls,
    Window window,
    Optional<SlowCall> slowCall,
    Duration openFor,
    int trialCalls,
    Scope scope) {

  /** What has a breaker of its own. */
  public enum Scope {
    /** Each origin: the others go on. */
    ORIGIN,
    /** The backend: one bad origin of many may open it for all (KrakenD). */
    BACKEND
  }

  /** Which exchanges count. */
  public sealed interface Window {}

  /**
   * The newest exchanges, however old.
   *
   * @param size how many; 1 to 100,000
   */
  public record Calls(int size) implements Window {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Calls {
      Ranges.between("circuit_breaker.window", size, 1, MOST_CALLS);
    }
  }

  /**
   * The exchanges that ended of late.
   *
   * @param length for how long they count: whole seconds, 1 s to 1 h
   */
  public record Recent(Duration length) implements Window {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is out of its range, or has a part of a second
     */
    public Recent {
      boolean whole = length.getNano() == 0;
      if (!whole || length.getSeconds() < 1 || length.compareTo(LONGEST_WINDOW) > 0) {
        throw new IllegalArgumentException(
            "circuit_breaker.window: "
                + Durations.format(length)
                + " (expected: whole seconds, 1s-1h)");
      }
    }
  }

  /**
   * Exchanges that count as slow, whether they succeeded or failed.
   *
   * @param percent share of them in the window, in percent, from which on the breaker opens; 1 to
   *     100
   * @param duration longer than this is slow; above zero, at most 1 d
   */
  public record SlowCall(int percent, Duration duration) {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public SlowCall {
      Ranges.between("circuit_breaker.slow_call.percent", percent, 1, 100);
      Ranges.upToADay("circuit_breaker.slow_call.duration", duration, Duration.ofNanos(1));
    }
  }

  private static final int MOST_CALLS = 100_000;
  private static final int MOST_TRIALS = 1_000;
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /** Half of at least 20 exchanges in 10 s. */
  public static final BreakerSpec DEFAULT =
      new BreakerSpec(
          50,
          20,
          new Recent(Duration.ofSeconds(10)),
          Optional.empty(),
          Duration.ofSeconds(10),
          3,
          Scope.ORIGIN);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range, or more exchanges are needed than
   *     the window holds
   */
  public BreakerSpec {
    Ranges.between("circuit_breaker.failure_rate_percent", failureRatePercent, 1, 100);
    int most = window instanceof Calls calls ? calls.size() : MOST_CALLS;
    Ranges.between("circuit_breaker.minimum_calls", minimumCalls, 1, most);
    Ranges.upToADay("circuit_breaker.open_for", openFor, Duration.ofMillis(1));
    Ranges.between("circuit_breaker.trial_calls", trialCalls, 1, MOST_TRIALS);
  }

  /**
   * Opens after more than this many failures in a row, for the whole backend, and one trial decides
   * (KrakenD {@code max_errors} and {@code timeout}).
   *
   * @param maxErrors failures that are borne; the next one opens; 0 to 99,999
   * @throws IllegalArgumentException if one is out of its range
   */
  public static BreakerSpec consecutiveErrors(int maxErrors, Duration openFor) {
    Ranges.between("circuit_breaker.max_errors", maxErrors, 0, MOST_CALLS - 1);
    int run = maxErrors + 1;
    return new BreakerSpec(100, run, new Calls(run), Optional.empty(), openFor, 1, Scope.BACKEND);
  }

  /** The same with another share of failures. */
  public BreakerSpec withFailureRatePercent(int percent) {
    return new BreakerSpec(percent, minimumCalls, window, slowCall, openFor, trialCalls, scope);
  }

  /** The same with another fewest number of exchanges. */
  public BreakerSpec withMinimumCalls(int fewest) {
    return new BreakerSpec(
        failureRatePercent, fewest, window, slowCall, openFor, trialCalls, scope);
  }

  /** The same where other exchanges count. */
  public BreakerSpec withWindow(Window other) {
    return new BreakerSpec(
        failureRatePercent, minimumCalls, other, slowCall, openFor, trialCalls, scope);
  }

  /** The same where slow exchanges count too. */
  public BreakerSpec withSlowCall(SlowCall slow) {
    return new BreakerSpec(
        failureRatePercent, minimumCalls, window, Optional.of(slow), openFor, trialCalls, scope);
  }

  /** The same, open for another time. */
  public BreakerSpec withOpenFor(Duration time) {
    return new BreakerSpec(
        failureRatePercent, minimumCalls, window, slowCall, time, trialCalls, scope);
  }

  /** The same with another number of trials. */
  public BreakerSpec withTrialCalls(int trials) {
    return new BreakerSpec(
        failureRatePercent, minimumCalls, window, slowCall, openFor, trials, scope);
  }

  /** The same for another scope. */
  public BreakerSpec withScope(Scope whose) {
    return new BreakerSpec(
        failureRatePercent, minimumCalls, window, slowCall, openFor, trialCalls, whose);
  }
}
