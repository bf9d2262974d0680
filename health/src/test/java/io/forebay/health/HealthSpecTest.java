package io.forebay.health;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthSpecTest {
  private static final long TEN_YEARS = 3653L * 24 * 3600 * 1_000_000_000;

  /** HLT-01. */
  @Test
  void nothingSaidMeansTheDefaults() {
    HealthSpec spec = new HealthSpec.Builder().build();

    assertThat(spec).isEqualTo(HealthSpec.DEFAULT);
    assertThat(spec.request()).isEqualTo(new ProbeRequest("/", Map.of()));
    assertThat(spec.expect().statuses()).containsExactly(200, 204, 301);
    assertThat(spec.expect().text()).isEmpty();
    assertThat(spec.interval()).isEqualTo(ofSeconds(1));
    assertThat(spec.timeout()).isEqualTo(ofSeconds(1));
    assertThat(spec.policy()).isEqualTo(new Consecutive(2));
  }

  /** HLT-02. */
  @Test
  void everythingSaidIsTaken() {
    HealthSpec spec =
        new HealthSpec.Builder()
            .path("/gsund??")
            .header("User-Agent", "me")
            .expectedStatus(418)
            .expectedText("tea")
            .interval(ofHours(1))
            .timeout(ofMinutes(9))
            .failureThreshold(42)
            .build();

    assertThat(spec.request()).isEqualTo(new ProbeRequest("/gsund??", Map.of("User-Agent", "me")));
    assertThat(spec.expect().statuses()).containsExactly(418);
    assertThat(spec.expect().text()).isEqualTo("tea");
    assertThat(spec.interval()).isEqualTo(ofHours(1));
    assertThat(spec.timeout()).isEqualTo(ofMinutes(9));
    assertThat(spec.policy()).isEqualTo(new Consecutive(42));
  }

  /** HLT-04. */
  @Test
  void timeoutIsCappedToTheInterval() {
    HealthSpec spec =
        new HealthSpec.Builder().interval(ofSeconds(5)).timeout(ofSeconds(10)).build();

    assertThat(spec.timeout()).isEqualTo(ofSeconds(5));
  }

  @Test
  void timeoutFollowsTheIntervalUnlessItIsGiven() {
    assertThat(new HealthSpec.Builder().interval(ofSeconds(7)).build().timeout())
        .isEqualTo(ofSeconds(7));
    assertThat(
            new HealthSpec.Builder().timeout(ofMillis(3)).interval(ofSeconds(7)).build().timeout())
        .isEqualTo(ofMillis(3));
  }

  @Property
  void timeoutIsTheShorterOfBoth(
      @ForAll @LongRange(min = 1, max = TEN_YEARS) long interval,
      @ForAll @LongRange(min = 1, max = TEN_YEARS) long timeout) {
    HealthSpec spec =
        new HealthSpec.Builder()
            .interval(Duration.ofNanos(interval))
            .timeout(Duration.ofNanos(timeout))
            .build();

    assertThat(spec.interval()).isEqualTo(Duration.ofNanos(interval));
    assertThat(spec.timeout()).isEqualTo(Duration.ofNanos(Math.min(interval, timeout)));
  }

  @Test
  void longerThanTenYearsIsRefused() {
    assertThatThrownBy(
            () -> new HealthSpec.Builder().interval(ChronoUnit.FOREVER.getDuration()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: longer than 10 years (expected: less)");
  }

  /** HLT-05. */
  @Test
  void thresholdZeroIsKept() {
    HealthSpec spec = new HealthSpec.Builder().failureThreshold(0).build();

    assertThat(spec.policy()).isEqualTo(new Consecutive(0));
    assertThat(spec.policy().after(spec.policy().initial(), ProbeResult.failed("no")).healthy())
        .isFalse();
  }

  /** HLT-09. */
  @Test
  void severalStatusesAndATextAreAccepted() {
    HealthSpec spec = new HealthSpec.Builder().expectedStatus(200, 418).expectedText("123").build();

    assertThat(spec.expect().statuses()).containsExactly(200, 418);
    assertThat(spec.expect().needsBody()).isTrue();
  }

  @Test
  void sameHeaderAgainReplacesItsValue() {
    HealthSpec spec =
        new HealthSpec.Builder().header("A", "1").header("B", "2").header("A", "3").build();

    assertThat(spec.request().headers()).isEqualTo(Map.of("A", "3", "B", "2"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void intervalMustBeAboveZero(long seconds) {
    HealthSpec.Builder builder = new HealthSpec.Builder().interval(ofSeconds(seconds));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("interval: " + seconds * 1000 + "ms (expected: above zero)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void timeoutMustBeAboveZero(long seconds) {
    HealthSpec.Builder builder = new HealthSpec.Builder().timeout(ofSeconds(seconds));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("timeout: " + seconds * 1000 + "ms (expected: above zero)");
  }

  @Test
  void probesStartAtOnceAndPauseAfterEachResult() {
    ProbeSchedule schedule = new HealthSpec.Builder().interval(ofSeconds(3)).build().schedule();

    assertThat(schedule.first()).isZero();
    assertThat(schedule.after(HealthState.unprobed())).isEqualTo(ofSeconds(3));
    assertThat(schedule.after(HealthState.unprobed().toUnhealthy("gone"))).isEqualTo(ofSeconds(3));
  }
}
