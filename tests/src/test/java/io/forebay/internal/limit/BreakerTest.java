package io.forebay.internal.limit;

import static io.forebay.BreakerState.CLOSED;
import static io.forebay.BreakerState.HALF_OPEN;
import static io.forebay.BreakerState.OPEN;
import static io.forebay.internal.limit.Breaker.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BreakerState;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.BreakerSpec.Calls;
import io.forebay.spec.BreakerSpec.SlowCall;
import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The breaker's states and trials. */
class BreakerTest {
  private static final long QUICK = 1_000_000;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final FakeClock clock = new FakeClock();
  private final List<BreakerState> states = new ArrayList<>();

  private Breaker breaker(BreakerSpec spec) {
    return new Breaker("users", spec, clock, (from, to) -> states.add(to));
  }

  private static void fail(Breaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.enter(), QUICK);
    }
  }

  private Breaker opened(BreakerSpec spec) {
    Breaker breaker = breaker(spec);
    fail(breaker, spec.minimumCalls());
    assertThat(breaker.state()).isEqualTo(OPEN);
    return breaker;
  }

  /** Open, and its time is over. */
  private Breaker ready() {
    Breaker breaker = opened(BreakerSpec.DEFAULT);
    clock.advance(TEN_SECONDS.plusNanos(1));
    return breaker;
  }

  @Test
  void opensAtHalfOfTwenty() {
    Breaker breaker = breaker(BreakerSpec.DEFAULT);
    for (int i = 0; i < 10; i++) {
      breaker.succeeded(breaker.enter(), QUICK);
    }
    fail(breaker, 9);
    assertThat(breaker.state()).isEqualTo(CLOSED);

    fail(breaker, 1);

    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.enter()).isEqualTo(REFUSED);
    assertThat(states).containsExactly(OPEN);
  }

  @Test
  void failuresOlderThanTheWindowDoNotCount() {
    Breaker breaker = breaker(BreakerSpec.DEFAULT);
    fail(breaker, 19);
    clock.advance(Duration.ofSeconds(11));
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void staysOpenForItsTime() {
    Breaker breaker = opened(BreakerSpec.DEFAULT);
    assertThat(breaker.untilTrial()).isEqualTo(TEN_SECONDS.toNanos() + 1);
    clock.advance(TEN_SECONDS);
    assertThat(breaker.enter()).isEqualTo(REFUSED);

    clock.advance(Duration.ofNanos(breaker.untilTrial()));

    assertThat(breaker.untilTrial()).isZero();
    assertThat(breaker.enter()).isNotEqualTo(REFUSED);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  @Test
  void h12OneSetOfTrialsDecides() {
    Breaker breaker = ready();
    long one = breaker.enter();
    long two = breaker.enter();
    long three = breaker.enter();
    assertThat(breaker.enter()).isEqualTo(REFUSED);

    breaker.succeeded(one, QUICK);
    breaker.succeeded(two, QUICK);
    assertThat(breaker.enter()).isEqualTo(REFUSED);
    breaker.succeeded(three, QUICK);

    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(states).containsExactly(OPEN, HALF_OPEN, CLOSED);
  }

  @Test
  void h12TrialsThatFailOpenAgain() {
    Breaker breaker = ready();
    long[] tickets = {breaker.enter(), breaker.enter(), breaker.enter()};
    breaker.failed(tickets[0], QUICK);
    breaker.succeeded(tickets[1], QUICK);
    breaker.failed(tickets[2], QUICK);

    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.untilTrial()).isEqualTo(TEN_SECONDS.toNanos() + 1);
  }

  @Test
  void h12AbandonedTrialIsFreed() {
    Breaker breaker = ready();
    for (int i = 0; i < 100; i++) {
      long trial = breaker.enter();
      assertThat(trial).isNotEqualTo(REFUSED);
      breaker.abandoned(trial);
    }
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.enter()).isNotEqualTo(REFUSED);
    }
    assertThat(breaker.enter()).isEqualTo(REFUSED);
  }

  @Test
  void h12EndOfBetterDaysIsNoTrial() {
    Breaker breaker = breaker(BreakerSpec.DEFAULT);
    long[] late = {breaker.enter(), breaker.enter(), breaker.enter(), breaker.enter()};
    fail(breaker, 20);
    clock.advance(TEN_SECONDS.plusNanos(1));
    long trial = breaker.enter();

    breaker.failed(late[0], QUICK);
    breaker.failed(late[1], QUICK);
    breaker.failed(late[2], QUICK);
    breaker.abandoned(late[3]);

    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    long second = breaker.enter();
    long third = breaker.enter();
    assertThat(breaker.enter()).isEqualTo(REFUSED);
    for (long ticket : new long[] {trial, second, third}) {
      breaker.succeeded(ticket, QUICK);
    }
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void h12TrialsThatHangDoNotHoldItHalfOpenForEver() {
    Breaker breaker = ready();
    long[] hanging = {breaker.enter(), breaker.enter(), breaker.enter()};
    clock.advance(Duration.ofSeconds(60));
    assertThat(breaker.enter()).isEqualTo(REFUSED);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);

    clock.advance(Duration.ofNanos(1));
    assertThat(breaker.enter()).isEqualTo(REFUSED);
    assertThat(breaker.state()).isEqualTo(OPEN);
    clock.advance(TEN_SECONDS.plusNanos(1));

    long trial = breaker.enter();
    assertThat(trial).isNotEqualTo(REFUSED);
    for (long ticket : hanging) {
      breaker.failed(ticket, QUICK);
    }
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  @Test
  void h12SlowSuccessIsSlow() {
    SlowCall slow = new SlowCall(50, Duration.ofSeconds(1));
    Breaker breaker = breaker(BreakerSpec.DEFAULT.withSlowCall(slow));
    for (int i = 0; i < 20; i++) {
      breaker.succeeded(breaker.enter(), Duration.ofSeconds(2).toNanos());
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
    clock.advance(TEN_SECONDS.plusNanos(1));
    long[] tickets = {breaker.enter(), breaker.enter(), breaker.enter()};
    for (long ticket : tickets) {
      breaker.succeeded(ticket, Duration.ofSeconds(2).toNanos());
    }
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void nothingIsSlowUnlessAskedFor() {
    Breaker breaker = breaker(BreakerSpec.DEFAULT);
    for (int i = 0; i < 100; i++) {
      breaker.succeeded(breaker.enter(), Duration.ofMinutes(5).toNanos());
    }
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void h10AbandonedExchangesCountForNothing() {
    Breaker breaker = breaker(BreakerSpec.DEFAULT.withWindow(new Calls(20)));
    for (int i = 0; i < 1_000; i++) {
      breaker.abandoned(breaker.enter());
    }
    fail(breaker, 19);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void krakendFormOpensAfterMoreErrorsInARow() {
    Breaker breaker = breaker(BreakerSpec.consecutiveErrors(2, TEN_SECONDS));
    fail(breaker, 2);
    breaker.succeeded(breaker.enter(), QUICK);
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(OPEN);

    clock.advance(TEN_SECONDS.plusNanos(1));
    breaker.succeeded(breaker.enter(), QUICK);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void listenerMayAskTheBreaker() {
    List<BreakerState> seen = new ArrayList<>();
    Breaker[] self = new Breaker[1];
    Breaker breaker =
        new Breaker("users", BreakerSpec.DEFAULT, clock, (from, to) -> seen.add(self[0].state()));
    self[0] = breaker;
    fail(breaker, 20);
    assertThat(seen).containsExactly(OPEN);
  }
}
