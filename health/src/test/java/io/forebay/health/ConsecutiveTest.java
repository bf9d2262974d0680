package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.health.HealthState.Status;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConsecutiveTest {

  @Property
  void everyVerdictIsThatOfTheNaiveModel(
      @ForAll @IntRange(max = 6) int threshold, @ForAll List<Boolean> passes) {
    HealthPolicy policy = new Consecutive(threshold);
    HealthState state = policy.initial();

    assertThat(state).isEqualTo(naive(threshold, List.of()));
    for (int i = 0; i < passes.size(); i++) {
      state = policy.after(state, result(passes, i));
      assertThat(state).isEqualTo(naive(threshold, passes.subList(0, i + 1)));
    }
  }

  /** Reads the verdict off the whole history, without a state. */
  private static HealthState naive(int threshold, List<Boolean> passes) {
    if (passes.isEmpty()) {
      return HealthState.unprobed();
    }
    int failures = passes.size() - 1 - passes.lastIndexOf(true);
    if (failures == 0) {
      return new HealthState(Status.HEALTHY, 0, "", true);
    }
    int firstFailure = passes.size() - failures;
    int needed = Math.max(1, threshold);
    return failures < needed
        ? new HealthState(Status.FAILING, failures, reason(firstFailure), true)
        : new HealthState(Status.UNHEALTHY, failures, reason(firstFailure + needed - 1), true);
  }

  private static ProbeResult result(List<Boolean> passes, int probe) {
    return passes.get(probe) ? ProbeResult.passed() : ProbeResult.failed(reason(probe));
  }

  private static String reason(int probe) {
    return "reason of probe " + probe;
  }

  @Property
  void thresholdsZeroAndOneAreTheSame(@ForAll List<Boolean> passes) {
    assertThat(verdict(new Consecutive(0), passes)).isEqualTo(verdict(new Consecutive(1), passes));
  }

  private static HealthState verdict(HealthPolicy policy, List<Boolean> passes) {
    HealthState state = policy.initial();
    for (int i = 0; i < passes.size(); i++) {
      state = policy.after(state, result(passes, i));
    }
    return state;
  }

  @Test
  void twoFailuresInARowAreTheDefault() {
    assertThat(Consecutive.DEFAULT.failureThreshold()).isEqualTo(2);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false)).status()).isEqualTo(Status.FAILING);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false, false)).status())
        .isEqualTo(Status.UNHEALTHY);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false, true, false)).status())
        .isEqualTo(Status.FAILING);
  }

  @Test
  void countOfFailuresDoesNotOverflow() {
    HealthState most = new HealthState(Status.FAILING, Integer.MAX_VALUE, "first", true);

    HealthState after =
        new Consecutive(Integer.MAX_VALUE).after(most, ProbeResult.failed("one more"));

    assertThat(after)
        .isEqualTo(new HealthState(Status.UNHEALTHY, Integer.MAX_VALUE, "one more", true));
  }

  @Test
  void negativeThresholdIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Consecutive(-1))
        .withMessage("failure_threshold: -1 (expected: >= 0)");
  }
}
