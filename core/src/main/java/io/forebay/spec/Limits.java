package io.forebay.spec;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When exchanges of a backend are refused or made to wait, beyond the bounds of its pool.
 * Immutable.
 *
 * @param breaker when they are refused because too many before them failed; empty: never
 * @param throttles how many attempts may start in a while; all of them hold; default none
 * @param maxConcurrent most attempts in flight, whatever the number of origins; 0: any number
 * @param adaptive how many attempts may be in flight, by how fast they are answered; empty: not
 *     looked at
 */
public record Limits(
    Optional<BreakerSpec> breaker,
    List<Throttle> throttles,
    int maxConcurrent,
    Optional<AdaptiveSpec> adaptive) {
  /** None of them. */
  public static final Limits NONE = new Limits(Optional.empty());

  /** A circuit breaker at most. */
  public Limits(Optional<BreakerSpec> breaker) {
    this(breaker, List.of(), 0, Optional.empty());
  }

  /**
   * Copies the list, and checks the numbers.
   *
   * @throws IllegalArgumentException if two throttles have the same period, or a number is negative
   */
  public Limits {
    throttles = List.copyOf(throttles);
    Set<Duration> periods = new HashSet<>();
    for (Throttle throttle : throttles) {
      if (throttle instanceof Throttle.Windowed windowed && !periods.add(windowed.period())) {
        throw new IllegalArgumentException(
            "throttle: duplicate period (\""
                + Durations.format(windowed.period())
                + "\") found (expected: each once)");
      }
    }
    if (maxConcurrent < 0) {
      throw new IllegalArgumentException("max_concurrent: " + maxConcurrent + " (expected: >= 0)");
    }
  }

  /** Whether attempts in flight are limited over the whole backend. */
  public boolean boundsConcurrency() {
    return maxConcurrent > 0 || adaptive.isPresent();
  }

  /** The same with another circuit breaker. */
  public Limits withBreaker(Optional<BreakerSpec> rules) {
    return new Limits(rules, throttles, maxConcurrent, adaptive);
  }

  /** The same with other throttles. */
  public Limits withThrottles(List<Throttle> others) {
    return new Limits(breaker, others, maxConcurrent, adaptive);
  }

  /** The same with another number of attempts in flight. */
  public Limits withMaxConcurrent(int most) {
    return new Limits(breaker, throttles, most, adaptive);
  }

  /** The same, with a limit on attempts in flight that moves. */
  public Limits withAdaptive(Optional<AdaptiveSpec> rules) {
    return new Limits(breaker, throttles, maxConcurrent, rules);
  }
}
