package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.BreakerSpec.Calls;
import io.forebay.spec.BreakerSpec.Recent;
import io.forebay.spec.BreakerSpec.Scope;
import io.forebay.spec.BreakerSpec.SlowCall;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a breaker may be set to. */
class BreakerSpecTest {
  private static final BreakerSpec DEFAULT = BreakerSpec.DEFAULT;

  private static void refuses(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void defaultOpensAnOriginAtHalfOfTwenty() {
    assertThat(DEFAULT)
        .isEqualTo(
            new BreakerSpec(
                50,
                20,
                new Recent(Duration.ofSeconds(10)),
                Optional.empty(),
                Duration.ofSeconds(10),
                3,
                Scope.ORIGIN));
  }

  @Test
  void krakendErrorsInARowAreAFullWindowOfOneMore() {
    BreakerSpec krakend = BreakerSpec.consecutiveErrors(4, Duration.ofSeconds(7));

    assertThat(krakend.window()).isEqualTo(new Calls(5));
    assertThat(krakend.minimumCalls()).isEqualTo(5);
    assertThat(krakend.failureRatePercent()).isEqualTo(100);
    assertThat(krakend.trialCalls()).isEqualTo(1);
    assertThat(krakend.scope()).isEqualTo(Scope.BACKEND);
    refuses(
        () -> BreakerSpec.consecutiveErrors(-1, Duration.ofSeconds(1)),
        "circuit_breaker.max_errors: -1 (expected: 0-99999)");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refuses(
        () -> DEFAULT.withFailureRatePercent(0),
        "circuit_breaker.failure_rate_percent: 0 (expected: 1-100)");
    refuses(() -> DEFAULT.withTrialCalls(0), "circuit_breaker.trial_calls: 0 (expected: 1-1000)");
    refuses(
        () -> DEFAULT.withOpenFor(Duration.ZERO),
        "circuit_breaker.open_for: 0s (expected: 1ms-24h)");
    refuses(
        () -> new Recent(Duration.ofMillis(1500)),
        "circuit_breaker.window: 1.5s (expected: whole seconds, 1s-1h)");
    refuses(() -> new Calls(0), "circuit_breaker.window: 0 (expected: 1-100000)");
    refuses(
        () -> new SlowCall(101, Duration.ofSeconds(1)),
        "circuit_breaker.slow_call.percent: 101 (expected: 1-100)");
  }

  @Test
  void windowHoldsTheFewestThatDecide() {
    refuses(
        () -> DEFAULT.withWindow(new Calls(19)),
        "circuit_breaker.minimum_calls: 20 (expected: 1-19)");
    assertThat(DEFAULT.withWindow(new Calls(20)).window()).isEqualTo(new Calls(20));
  }
}
