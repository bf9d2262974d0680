package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a retry may be set to. */
class RetrySpecTest {
  private static final RetrySpec DEFAULT = RetrySpec.DEFAULT;

  private static void refuses(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void defaultsRetryOnceWhatIsSafe() {
    assertThat(DEFAULT.attempts()).isEqualTo(2);
    assertThat(DEFAULT.on())
        .isEqualTo(new RetryOn(true, true, Set.of(504, 503, 502), false, Set.of()));
    assertThat(DEFAULT.backoff())
        .isEqualTo(new Backoff(Duration.ofMillis(25), Duration.ofMillis(250)));
    assertThat(DEFAULT.budget()).isEqualTo(new RetryBudgetSpec(10, 1));
    assertThat(DEFAULT.retryAfterCap()).isEqualTo(Duration.ofSeconds(10));
    assertThat(DEFAULT.hedge()).isEmpty();
    assertThat(DEFAULT.deadlineHeader()).isEmpty();
    assertThat(RetrySpec.NONE.attempts()).isEqualTo(1);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refuses(() -> DEFAULT.withAttempts(0), "retries.attempts: 0 (expected: 1-10)");
    refuses(() -> DEFAULT.withAttempts(11), "retries.attempts: 11 (expected: 1-10)");
    refuses(
        () -> DEFAULT.withRetryAfterCap(Duration.ofHours(2)),
        "retries.retry_after_cap: 2h (expected: 0-1h)");
    refuses(
        () -> RetryBudgetSpec.DEFAULT.withPercent(101),
        "retries.budget.percent: 101 (expected: 0-100)");
    refuses(
        () -> RetryBudgetSpec.DEFAULT.withFloor(-1),
        "retries.budget.floor: -1 (expected: 0-100000)");
    refuses(
        () -> HedgeSpec.DEFAULT.withPercentile(100),
        "retries.hedge.percentile: 100 (expected: 50-99)");
    refuses(
        () -> HedgeSpec.DEFAULT.withExtraLoadPercent(101),
        "retries.hedge.extra_load_percent: 101 (expected: 0-100)");
  }

  @Test
  void backoffEndsNotBelowItsBase() {
    refuses(
        () -> Backoff.DEFAULT.withMax(Duration.ofMillis(24)),
        "retries.backoff.max: 24ms (expected: at least retries.backoff.base, 25ms)");
    refuses(
        () -> Backoff.DEFAULT.withBase(Duration.ofMillis(-1)),
        "retries.backoff.base: -1ms (expected: 0-1h)");
    assertThat(Backoff.DEFAULT.withBase(Duration.ZERO).max()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void reasonsAreStatusesOfErrorsAndMethods() {
    RetryOn on = RetryOn.DEFAULT;
    refuses(() -> on.withStatuses(Set.of(200)), "retries.on.statuses: 200 (expected: 400-599)");
    refuses(
        () -> on.withMethods(Set.of("PO ST")),
        "retries.on.methods: not a method (expected: such as POST)");
    assertThat(on.withMethods(Set.of("POST")).methods()).containsExactly("POST");
  }

  @Test
  void hedgeNeedsASecondAttempt() {
    refuses(
        () -> RetrySpec.NONE.withHedge(HedgeSpec.DEFAULT),
        "retries.hedge: none with retries.attempts: 1 (expected: 2-10)");
    assertThat(DEFAULT.withHedge(HedgeSpec.DEFAULT).withoutHedge()).isEqualTo(DEFAULT);
  }

  @Test
  void deadlineHeaderIsOneThatMayBeSent() {
    assertThat(DEFAULT.withDeadlineHeader("X-Left").deadlineHeader())
        .isEqualTo(Optional.of("X-Left"));
    assertThatThrownBy(() -> DEFAULT.withDeadlineHeader("Content-Length"))
        .hasMessageStartingWith("retries.deadline_header: 'Content-Length' frames the message");
    assertThatThrownBy(() -> DEFAULT.withDeadlineHeader("Host"))
        .hasMessageStartingWith("retries.deadline_header: 'Host' cannot be edited");
  }
}
