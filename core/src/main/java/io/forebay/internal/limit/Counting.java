package io.forebay.internal.limit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.forebay.spec.BreakerSpec;
import io.forebay.spec.BreakerSpec.Calls;
import io.forebay.spec.BreakerSpec.Recent;
import io.forebay.spec.BreakerSpec.SlowCall;
import io.forebay.spi.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Says a {@link BreakerSpec} in resilience4j's words. */
final class Counting {
  /** Left alone, resilience4j takes a minute for slow. */
  private static final SlowCall NOTHING_IS_SLOW = new SlowCall(100, Duration.ofDays(1));

  private Counting() {}

  static CircuitBreakerConfig config(BreakerSpec spec, Clock clock) {
    CircuitBreakerConfig.Builder config =
        CircuitBreakerConfig.custom()
            .failureRateThreshold(spec.failureRatePercent())
            .waitDurationInOpenState(spec.openFor())
            .permittedNumberOfCallsInHalfOpenState(spec.trialCalls())
            .automaticTransitionFromOpenToHalfOpenEnabled(false) // It would want a thread.
            .writableStackTraceEnabled(false)
            .clock(new Monotonic(clock))
            .currentTimestampFunction(any -> clock.nanoTime(), NANOSECONDS);
    if (spec.window() instanceof Calls calls) {
      config.slidingWindow(calls.size(), spec.minimumCalls(), SlidingWindowType.COUNT_BASED);
    } else if (spec.window() instanceof Recent recent) {
      int seconds = (int) recent.length().toSeconds();
      config.slidingWindow(seconds, spec.minimumCalls(), SlidingWindowType.TIME_BASED);
    }
    SlowCall slow = spec.slowCall().orElse(NOTHING_IS_SLOW);
    return config
        .slowCallRateThreshold(slow.percent())
        .slowCallDurationThreshold(slow.duration())
        .build();
  }

  /** Monotonic time in the dress of a wall clock, so that a wall clock set back does no harm. */
  private static final class Monotonic extends java.time.Clock {
    private final Clock clock;
    private final long base;

    Monotonic(Clock clock) {
      this.clock = clock;
      base = clock.nanoTime();
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(clock.nanoTime() - base);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
