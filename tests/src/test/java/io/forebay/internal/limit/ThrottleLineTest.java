package io.forebay.internal.limit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.limit.ThrottleLine.Outcome;
import io.forebay.internal.limit.ThrottleLine.Slot;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.spec.Throttle.PeriodWindow;
import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Couper's rows about throttles, on virtual time, and what a line owes to those in it. */
class ThrottleLineTest {
  private static final long PATIENT = Long.MAX_VALUE;

  private final FakeClock clock = new FakeClock();
  private final List<String> started = new ArrayList<>();

  private ThrottleLine line(Throttle... throttles) {
    return new ThrottleLine(List.of(throttles), 100, clock);
  }

  private Slot join(ThrottleLine line, String name) {
    Slot slot = line.join(PATIENT, () -> started.add(name + "@" + clock.nanoTime() / 1_000_000));
    if (slot.outcome() == Outcome.GRANTED) {
      started.add(name + "@" + clock.nanoTime() / 1_000_000);
    }
    return slot;
  }

  private static Throttle fixed(int most, Duration period, Mode mode) {
    return new Throttle.Windowed(period, most, PeriodWindow.FIXED, mode);
  }

  @Test
  void thr07FourAtOnceTakeSixSeconds() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    for (String name : List.of("a", "b", "c", "d")) {
      join(line, name);
    }
    clock.advance(ofSeconds(10));
    assertThat(started).containsExactly("a@0", "b@2000", "c@4000", "d@6000");
  }

  @Test
  void thr09WhoComesInEachWindowDoesNotWait() {
    ThrottleLine line = line(fixed(1, ofSeconds(2), Mode.WAIT));
    for (String name : List.of("a", "b", "c", "d")) {
      join(line, name);
      clock.advance(ofSeconds(2));
    }
    assertThat(started).containsExactly("a@0", "b@2000", "c@4000", "d@6000");
  }

  @Test
  void thr10OneOfFourPassesWhereOthersAreBlocked() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)).withMode(Mode.BLOCK));
    assertThat(List.of(join(line, "a"), join(line, "b"), join(line, "c"), join(line, "d")))
        .extracting(Slot::outcome)
        .containsExactly(Outcome.GRANTED, Outcome.BLOCKED, Outcome.BLOCKED, Outcome.BLOCKED);
  }

  @Test
  void thr11TwoAreReleasedAtTheEndOfTheWindow() {
    ThrottleLine line = line(fixed(2, ofSeconds(3), Mode.WAIT));
    join(line, "a");
    clock.advance(ofSeconds(1));
    join(line, "b");
    clock.advance(ofSeconds(1));
    join(line, "c");
    clock.advance(ofMillis(500));
    join(line, "d");
    clock.advance(ofSeconds(5));
    assertThat(started).containsExactly("a@0", "b@1000", "c@3000", "d@3000");
  }

  @Test
  void thr13ThirdInTheWindowIsBlocked() {
    ThrottleLine line = line(fixed(2, ofSeconds(1), Mode.BLOCK));
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      outcomes.add(join(line, "x").outcome());
      clock.advance(ofMillis(400));
    }
    assertThat(outcomes).containsExactly(Outcome.GRANTED, Outcome.GRANTED, Outcome.BLOCKED);
  }

  @Test
  void k193OneTokenServesOneOfAHundred() {
    ThrottleLine line = line(Throttle.rate(1, 1).withMode(Mode.BLOCK));
    for (int i = 0; i <= 100; i++) {
      join(line, "x" + i);
    }
    assertThat(started).containsExactly("x0@0");
  }

  /** In Couper the shorter of two exceeded limits decides alone. */
  @Test
  void longerLimitHoldsBesideAShorterOne() {
    ThrottleLine line = line(Throttle.of(2, ofSeconds(4)), Throttle.of(1, ofSeconds(1)));
    for (String name : List.of("a", "b", "c", "d")) {
      join(line, name);
    }
    clock.advance(ofSeconds(10));
    assertThat(started).containsExactly("a@0", "b@1000", "c@4000", "d@5000");
  }

  @Test
  void blockingLimitIsNotBypassedByOneThatWaits() {
    ThrottleLine line =
        line(Throttle.of(1, ofSeconds(1)), Throttle.of(2, ofSeconds(10)).withMode(Mode.BLOCK));
    join(line, "a");
    Slot b = join(line, "b");
    Slot c = join(line, "c");
    clock.advance(ofSeconds(3));
    assertThat(b.outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(c.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(c.reason()).contains("at most 2 per 10s (sliding), the next slot is free in 8s");
  }

  @Test
  void whoCannotStartInTimeIsToldAtOnceWithTheNumbers() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    join(line, "a");
    join(line, "b");
    Slot late = line.join(ofSeconds(4).toNanos(), null);
    assertThat(late.outcome()).isEqualTo(Outcome.LATE);
    assertThat(late.reason())
        .isEqualTo("at most 1 per 2s (sliding), the next slot is free in 4s, 1 wait before it");
    assertThat(line.join(ofSeconds(4).toNanos() + 1, () -> {}).outcome())
        .isEqualTo(Outcome.WAITING);
  }

  @Test
  void whoIsCancelledLosesNobodyASlotAndSpendsNone() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    join(line, "a");
    Slot b = join(line, "b");
    join(line, "c");
    clock.advance(ofSeconds(1));
    b.cancel();
    clock.advance(ofSeconds(5));
    assertThat(started).containsExactly("a@0", "b@1000", "c@2000");
    assertThat(b.outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void slotThatIsGivenBackIsTheNextOnesAtOnce() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    Slot a = join(line, "a");
    join(line, "b");
    clock.advance(ofMillis(500));
    a.giveBack();
    a.giveBack();
    assertThat(started).containsExactly("a@0", "b@500");
  }

  @Test
  void slotThatWasNotUsedInTimeIsMadeOneOfNowInFrontOfTheOthers() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    Slot a = join(line, "a");
    clock.advance(ofSeconds(5));
    Slot b = join(line, "b");
    b.renew(PATIENT);
    join(line, "c");
    clock.advance(ofSeconds(1));
    a.renew(PATIENT);
    assertThat(a.outcome()).isEqualTo(Outcome.WAITING);
    clock.advance(ofSeconds(2));
    assertThat(a.outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(b.outcome()).isEqualTo(Outcome.GRANTED);
    clock.advance(ofSeconds(5));
    assertThat(started).containsExactly("a@0", "b@5000", "c@9000");
  }

  @Test
  void whoDoesNotStartYetLendsItsSlotToOneThatDoes() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    Slot a = join(line, "a");
    clock.advance(ofSeconds(5));
    Slot b = join(line, "b");
    clock.advance(ofSeconds(1));
    a.renew(PATIENT);
    assertThat(a.outcome()).isEqualTo(Outcome.GRANTED);
    b.giveBack();
    assertThat(line.join(1, null).outcome()).isEqualTo(Outcome.LATE);
    b.renew(PATIENT);
    assertThat(b.outcome()).isEqualTo(Outcome.WAITING);
    clock.advance(ofSeconds(2));
    assertThat(b.outcome()).isEqualTo(Outcome.GRANTED);
  }

  @Test
  void closingEndsAllWaits() {
    ThrottleLine line = line(Throttle.of(1, ofSeconds(2)));
    join(line, "a");
    Slot b = join(line, "b");
    line.close();
    assertThat(b.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(join(line, "c").outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void lineHasAnEnd() {
    ThrottleLine line = new ThrottleLine(List.of(Throttle.of(1, ofSeconds(2))), 1, clock);
    join(line, "a");
    join(line, "b");
    assertThat(join(line, "c").outcome()).isEqualTo(Outcome.CROWDED);
  }

  @Test
  void largestWindowAndFarthestFutureOverflowNothing() {
    ThrottleLine line =
        line(
            Throttle.of(1, Throttle.LONGEST),
            new Throttle.Windowed(ofSeconds(1), Integer.MAX_VALUE, PeriodWindow.FIXED, Mode.WAIT),
            Throttle.rate(1_000_000, 1_000_000));
    for (int i = 0; i < 90; i++) {
      join(line, "x");
    }
    assertThat(line.waiting()).isEqualTo(89);
    assertThat(line.join(ofSeconds(1).toNanos(), null).outcome()).isEqualTo(Outcome.LATE);
  }
}
