package io.forebay.health;

import static io.forebay.health.HealthState.Status.FAILING;
import static io.forebay.health.HealthState.Status.HEALTHY;
import static io.forebay.health.HealthState.Status.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.health.HealthState.Status;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthStateTest {
  private static final ProbeHistory PASSED = ProbeHistory.NONE.after(true);
  private static final ProbeHistory FAILED = ProbeHistory.NONE.after(false);

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(HEALTHY, FAILED, "", "healthy with 1 failures"),
        arguments(HEALTHY, FAILED.after(false), "why", "healthy with 2 failures"),
        arguments(FAILING, PASSED, "why", "failing with 0 failures"),
        arguments(FAILING, ProbeHistory.NONE, "why", "failing with 0 failures"),
        arguments(HEALTHY, PASSED, "why", "healthy with an error"),
        arguments(HEALTHY, ProbeHistory.NONE, "why", "healthy with an error"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void partsThatContradictEachOtherAreRefused(
      Status verdict, ProbeHistory history, String reason, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HealthState(verdict, history, reason, HealthOverride.AUTO))
        .withMessage(message);
  }

  @Test
  @DisplayName("P20 without a probe an origin is always healthy")
  void trafficFlowsBeforeTheFirstProbe() {
    HealthState unprobed = HealthState.unprobed();

    assertThat(unprobed.healthy()).isTrue();
    assertThat(unprobed.probed()).isFalse();
    assertThat(unprobed.status()).isEqualTo(HEALTHY);
    assertThat(unprobed.error()).isEmpty();
  }

  @Test
  void onlyUnhealthyStopsTraffic() {
    HealthState unprobed = HealthState.unprobed();

    assertThat(unprobed.toHealthy().healthy()).isTrue();
    assertThat(unprobed.toFailing("slow").healthy()).isTrue();
    assertThat(unprobed.toUnhealthy("gone").healthy()).isFalse();
    assertThat(unprobed.toUnhealthy("gone").stillUnhealthy().healthy()).isFalse();
  }

  @Test
  void reasonOfTheTransitionStaysWhileTheVerdictDoes() {
    HealthState failing = HealthState.unprobed().toFailing("first").toFailing("second");
    HealthState unhealthy = failing.toUnhealthy("third").stillUnhealthy().toUnhealthy("fifth");

    assertThat(failing.reason()).isEqualTo("first");
    assertThat(failing.failures()).isEqualTo(2);
    assertThat(unhealthy.reason()).isEqualTo("third");
    assertThat(unhealthy.failures()).isEqualTo(1);
    assertThat(unhealthy.toHealthy().reason()).isEmpty();
  }

  @Test
  void whatAProbeFoundReplacesThatNothingIsKnownYet() {
    HealthState start = HealthState.unproven(ProbeHistory.NONE);

    assertThat(start.error()).isEqualTo("too few probes have passed yet");
    assertThat(start.stillUnhealthy().error()).isEqualTo("too few probes have passed yet");
    assertThat(start.stillUnhealthy().toUnhealthy("gone").toUnhealthy("still").error())
        .isEqualTo("gone");
  }

  @Property
  void anotherStatusOrTheFirstResultIsNews(
      @ForAll @IntRange(max = 3) int threshold, @ForAll List<Boolean> passes) {
    HealthPolicy policy = new Consecutive(threshold);
    HealthState before = policy.start();
    for (int probe = 0; probe < passes.size(); probe++) {
      HealthState after =
          policy.after(
              before, passes.get(probe) ? ProbeResult.passed() : ProbeResult.failed("why"));

      assertThat(after.isNewsAfter(before))
          .isEqualTo(probe == 0 || after.status() != before.status());
      before = after;
    }
  }

  @ParameterizedTest
  @EnumSource
  void statusIsWrittenInLowerCase(Status status) {
    assertThat(status.text()).isEqualToIgnoringCase(status.name()).isLowerCase();
  }

  // ---- overrides

  @Test
  @DisplayName("P21 sick: out of use though probes pass; healthy: in use though they fail; auto")
  void overrideIsInForceOverTheVerdict() {
    HealthState good = HealthState.unprobed().toHealthy();
    HealthState bad = HealthState.unprobed().toUnhealthy("gone");

    HealthState sick = good.withOverride(HealthOverride.SICK);
    assertThat(sick.healthy()).isFalse();
    assertThat(sick.status()).isEqualTo(UNHEALTHY);
    assertThat(sick.error()).isEqualTo("taken out of use by hand");
    HealthState healthy = bad.withOverride(HealthOverride.HEALTHY);
    assertThat(healthy.healthy()).isTrue();
    assertThat(healthy.status()).isEqualTo(HEALTHY);
    assertThat(healthy.error()).isEmpty();
    assertThat(sick.withOverride(HealthOverride.AUTO)).isEqualTo(good);
    assertThat(healthy.withOverride(HealthOverride.AUTO)).isEqualTo(bad);
  }

  @Property
  void probesGoOnUnderAnOverride(
      @ForAll HealthOverride override,
      @ForAll @IntRange(max = 3) int threshold,
      @ForAll List<Boolean> passes) {
    HealthPolicy policy = new Consecutive(threshold);
    HealthState free = policy.start();
    HealthState overridden = policy.start().withOverride(override);
    for (boolean passed : passes) {
      ProbeResult result = passed ? ProbeResult.passed() : ProbeResult.failed("why");
      free = policy.after(free, result);
      overridden = policy.after(overridden, result);
    }

    assertThat(overridden).isEqualTo(free.withOverride(override));
  }

  @Test
  void overrideIsNewsWhereItChangesTheStatus() {
    HealthState good = HealthState.unprobed().toHealthy();
    HealthState sick = good.withOverride(HealthOverride.SICK);

    assertThat(sick.isNewsAfter(good)).isTrue();
    assertThat(good.isNewsAfter(sick)).isTrue();
    assertThat(good.withOverride(HealthOverride.HEALTHY).isNewsAfter(good)).isFalse();
    assertThat(sick.toUnhealthy("gone").isNewsAfter(sick)).isFalse();
    HealthState unprobed = HealthState.unprobed();
    assertThat(unprobed.withOverride(HealthOverride.HEALTHY).isNewsAfter(unprobed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"auto, AUTO", "Healthy, HEALTHY", "SICK, SICK"})
  void overrideIsReadFromItsWord(String word, HealthOverride override) {
    assertThat(HealthOverride.of(word)).isEqualTo(override);
    assertThat(HealthOverride.of(override.text())).isEqualTo(override);
  }

  @ParameterizedTest(name = "P21 {0}")
  @ValueSource(strings = {"ill", "", "auto "})
  void overrideThatIsNoneIsRefused(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthOverride.of(word))
        .withMessage("health: '" + word + "' (expected: auto, healthy or sick)");
  }
}
