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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HealthStateTest {

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(HEALTHY, 1, "", true, "healthy with 1 failures"),
        arguments(HEALTHY, -1, "", true, "healthy with -1 failures"),
        arguments(FAILING, 0, "why", true, "failing with 0 failures"),
        arguments(FAILING, -1, "why", true, "failing with -1 failures"),
        arguments(UNHEALTHY, 0, "why", true, "unhealthy with 0 failures"),
        arguments(HEALTHY, 0, "why", true, "healthy with an error"),
        arguments(HEALTHY, 0, "why", false, "healthy with an error"),
        arguments(FAILING, 1, "why", false, "failing before the first probe"),
        arguments(UNHEALTHY, 2, "why", false, "unhealthy before the first probe"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void partsThatContradictEachOtherAreRefused(
      Status status, int failures, String error, boolean probed, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HealthState(status, failures, error, probed))
        .withMessage(message);
  }

  @Test
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
  }

  @Test
  void reasonOfTheTransitionStaysWhileTheStatusDoes() {
    HealthState failing = HealthState.unprobed().toFailing("first").toFailing("second");
    HealthState unhealthy = failing.toUnhealthy("third").toUnhealthy("fourth");

    assertThat(failing).isEqualTo(new HealthState(FAILING, 2, "first", true));
    assertThat(unhealthy).isEqualTo(new HealthState(UNHEALTHY, 4, "third", true));
    assertThat(unhealthy.toHealthy()).isEqualTo(new HealthState(HEALTHY, 0, "", true));
  }

  @Property
  void anotherStatusOrTheFirstResultIsNews(
      @ForAll @IntRange(max = 3) int threshold, @ForAll List<Boolean> passes) {
    HealthPolicy policy = new Consecutive(threshold);
    HealthState before = policy.initial();
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
}
