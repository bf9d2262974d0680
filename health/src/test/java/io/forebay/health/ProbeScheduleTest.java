package io.forebay.health;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
  private static final HealthState HEALTHY = HealthState.unprobed();
  private static final HealthState FAILING = HEALTHY.toFailing("slow");
  private static final HealthState UNHEALTHY = HEALTHY.toUnhealthy("gone");

  private static ProbeSchedule exact(Duration interval, Duration recheck) {
    return new ProbeSchedule(interval, recheck, interval, 0);
  }

  @Test
  @DisplayName("P24 first at once, then an interval after each result")
  void probesStartAtOnceAndPauseAfterEachResult() {
    ProbeSchedule schedule = exact(ofSeconds(3), ofSeconds(3));

    assertThat(schedule.first()).isZero();
    assertThat(schedule.after(HEALTHY, 0.9)).isEqualTo(ofSeconds(3));
    assertThat(schedule.after(UNHEALTHY, 0.9)).isEqualTo(ofSeconds(3));
  }

  @Test
  void originThatDoesNotDoWellIsAskedMoreOften() {
    ProbeSchedule schedule = exact(ofSeconds(3), ofMillis(500));

    assertThat(schedule.after(HEALTHY, 0)).isEqualTo(ofSeconds(3));
    assertThat(schedule.after(FAILING, 0)).isEqualTo(ofMillis(500));
    assertThat(schedule.after(UNHEALTHY, 0)).isEqualTo(ofMillis(500));
    assertThat(schedule.after(UNHEALTHY.withOverride(HealthOverride.HEALTHY), 0))
        .isEqualTo(ofMillis(500));
  }

  @Property
  void jitterShortensAPauseByItsShareAtMost(
      @ForAll @LongRange(min = 1, max = 315_619_200_000_000_000L) long interval,
      @ForAll @DoubleRange(min = 0, max = 0.5) double jitter,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    Duration pause = ofNanos(interval);
    ProbeSchedule schedule = new ProbeSchedule(pause, pause, pause, jitter);

    Duration next = schedule.after(HEALTHY, random);

    assertThat(next).isLessThanOrEqualTo(pause).isPositive();
    assertThat((double) next.toNanos()).isGreaterThanOrEqualTo(interval * (1 - jitter) * 0.999999);
    assertThat(schedule.after(HEALTHY, 0)).isEqualTo(pause);
  }

  @Property
  void originsThatStartTogetherAreSpreadEvenly(
      @ForAll @IntRange(min = 1, max = 50) int origins,
      @ForAll @LongRange(min = 1, max = 100_000) long millis) {
    ProbeSchedule schedule = ProbeSchedule.every(ofMillis(millis));
    Duration before = ZERO;
    assertThat(schedule.first(0, origins)).isZero();
    for (int place = 0; place < origins; place++) {
      Duration first = schedule.first(place, origins);
      assertThat(first).isGreaterThanOrEqualTo(before).isLessThan(ofSeconds(1));
      assertThat(first).isLessThan(ofMillis(millis));
      before = first;
    }
  }

  @Test
  void spreadIsASecondAtMost() {
    assertThat(ProbeSchedule.every(ofHours(1)).first(1, 2)).isEqualTo(ofMillis(500));
    assertThat(ProbeSchedule.every(ofMillis(100)).first(1, 2)).isEqualTo(ofMillis(50));
  }

  @Test
  void probeThatIsALittleLateStartsAtOnce() {
    ProbeSchedule schedule = ProbeSchedule.every(ofSeconds(1));
    long due = Long.MAX_VALUE - 5; // The clock may run over.

    assertThat(schedule.catchUp(due, due, 0.5)).isZero();
    assertThat(schedule.catchUp(due, due - 3, 0.5)).isZero();
    assertThat(schedule.catchUp(due, due + 1_000_000_000, 0.5)).isZero();
  }

  @Test
  void probesThatAreAllLateAreSpreadAgain() {
    ProbeSchedule schedule = ProbeSchedule.every(ofSeconds(1));
    long due = Long.MAX_VALUE - 5;

    assertThat(schedule.catchUp(due, due + 1_000_000_001, 0)).isZero();
    assertThat(schedule.catchUp(due, due + 1_000_000_001, 0.5)).isEqualTo(ofMillis(500));
    assertThat(exact(ofSeconds(1), ofSeconds(1)).catchUp(due, due + 9_000_000_000L, 0.5))
        .isEqualTo(ofMillis(500));
  }

  @Test
  void processStoodStillWhereAProbeOutranItsLimitByAnInterval() {
    ProbeSchedule schedule = new ProbeSchedule(ofSeconds(2), ofSeconds(2), ofSeconds(1), 0);
    long started = Long.MAX_VALUE - 5; // The clock may run over.

    assertThat(schedule.stoodStill(started, started + 1)).isFalse();
    assertThat(schedule.stoodStill(started, started + 3_000_000_000L)).isFalse();
    assertThat(schedule.stoodStill(started, started + 3_000_000_001L)).isTrue();
  }

  /** However long our process stood still, an origin gets one probe, not those it missed. */
  @Property
  void noProbeIsCaughtUpOn(@ForAll @IntRange(max = 100) int missed) {
    ProbeSchedule schedule = ProbeSchedule.every(ofSeconds(1));
    long due = 0;
    long awake = missed * 1_000_000_000L;
    long probe = awake + schedule.catchUp(due, awake, 0.3).toNanos();
    long next = probe + schedule.after(HEALTHY, 0.3).toNanos();

    assertThat(next - awake).isGreaterThanOrEqualTo(900_000_000L);
  }
}
