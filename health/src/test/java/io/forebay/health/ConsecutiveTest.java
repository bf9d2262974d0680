package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.health.HealthState.Status;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConsecutiveTest {
  private static final ProbeResult PASSED = ProbeResult.passed();
  private static final ProbeResult FAILED = ProbeResult.failed("gone");

  /** Counts, and nothing else. */
  private static final class Naive {
    private final int failureThreshold;
    private final int successThreshold;
    private Status status;
    private int failures;
    private int successes;
    private int probes;
    private String reason = "";

    Naive(int failureThreshold, int successThreshold, boolean held) {
      this.failureThreshold = Math.max(1, failureThreshold);
      this.successThreshold = successThreshold;
      status = held ? Status.UNHEALTHY : Status.HEALTHY;
    }

    void probe(boolean passed, String why) {
      probes++;
      successes = passed ? successes + 1 : 0;
      failures = passed ? 0 : failures + 1;
      Status before = status;
      if (passed) {
        boolean back = before != Status.UNHEALTHY || probes == 1 || successes >= successThreshold;
        status = back ? Status.HEALTHY : Status.UNHEALTHY;
      } else if (before != Status.UNHEALTHY) {
        status = failures >= failureThreshold ? Status.UNHEALTHY : Status.FAILING;
      }
      if (status == Status.HEALTHY) {
        reason = "";
      } else if (status != before || reason.isEmpty()) {
        reason = passed ? "" : why;
      }
    }
  }

  /** 400 000 steps. */
  @Property(tries = 400)
  void everyVerdictIsThatOfCounting(
      @ForAll @IntRange(max = 6) int failureThreshold,
      @ForAll @IntRange(min = 1, max = 4) int successThreshold,
      @ForAll boolean held,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HealthPolicy policy = new Consecutive(failureThreshold, successThreshold);
    HealthState state = held ? policy.held() : policy.start();
    Naive naive = new Naive(failureThreshold, successThreshold, held);
    double share = random.nextDouble();
    for (int step = 0; step < 1000; step++) {
      boolean passed = random.nextDouble() < share;
      String why = "reason of probe " + step;
      state = policy.after(state, passed ? PASSED : ProbeResult.failed(why));
      naive.probe(passed, why);

      assertThat(state.status()).isEqualTo(naive.status);
      assertThat(state.failures()).isEqualTo(naive.failures);
      assertThat(state.history().successes()).isEqualTo(naive.successes);
      if (!naive.reason.isEmpty() || naive.status == Status.HEALTHY) {
        assertThat(state.error()).isEqualTo(naive.reason);
      }
    }
  }

  @Property
  void thresholdsZeroAndOneAreTheSame(@ForAll List<Boolean> passes) {
    assertThat(verdict(new Consecutive(0), passes)).isEqualTo(verdict(new Consecutive(1), passes));
  }

  private static HealthState verdict(HealthPolicy policy, List<Boolean> passes) {
    HealthState state = policy.start();
    for (int i = 0; i < passes.size(); i++) {
      state = policy.after(state, passes.get(i) ? PASSED : ProbeResult.failed("probe " + i));
    }
    return state;
  }

  @Test
  void twoFailuresInARowAreTheDefault() {
    assertThat(Consecutive.DEFAULT).isEqualTo(new Consecutive(2, 1));
    assertThat(verdict(Consecutive.DEFAULT, List.of(false)).status()).isEqualTo(Status.FAILING);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false, false)).status())
        .isEqualTo(Status.UNHEALTHY);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false, true, false)).status())
        .isEqualTo(Status.FAILING);
    assertThat(verdict(Consecutive.DEFAULT, List.of(false, false, true)).status())
        .isEqualTo(Status.HEALTHY);
  }

  @Test
  void severalSuccessesInARowMayBeNeededToComeBack() {
    HealthPolicy policy = new Consecutive(2, 3);

    assertThat(verdict(policy, List.of(false, false, true, true)).status())
        .isEqualTo(Status.UNHEALTHY);
    assertThat(verdict(policy, List.of(false, false, true, true, false)).status())
        .isEqualTo(Status.UNHEALTHY);
    assertThat(verdict(policy, List.of(false, false, true, true, true)).status())
        .isEqualTo(Status.HEALTHY);
    assertThat(verdict(policy, List.of(false, true)).status()).isEqualTo(Status.HEALTHY);
  }

  @Test
  void heldOriginIsUsedOnceItsFirstProbePassed() {
    HealthPolicy policy = new Consecutive(3, 2);
    HealthState held = policy.held();

    assertThat(held.healthy()).isFalse();
    assertThat(held.probed()).isFalse();
    assertThat(policy.after(held, PASSED).healthy()).isTrue();
    HealthState failed = policy.after(held, FAILED);
    assertThat(failed.healthy()).isFalse();
    assertThat(failed.error()).isEqualTo("gone");
    assertThat(policy.after(failed, PASSED).healthy()).isFalse();
    assertThat(policy.after(policy.after(failed, PASSED), PASSED).healthy()).isTrue();
  }

  @Test
  void countOfFailuresDoesNotOverflow() {
    HealthPolicy policy = new Consecutive(Integer.MAX_VALUE);
    ProbeHistory most = new ProbeHistory(0, -Integer.MAX_VALUE);
    HealthState state = new HealthState(Status.FAILING, most, "first", HealthOverride.AUTO);

    HealthState after = policy.after(state, ProbeResult.failed("one more"));

    assertThat(after)
        .isEqualTo(new HealthState(Status.UNHEALTHY, most, "one more", HealthOverride.AUTO));
  }

  @Test
  void thresholdBelowItsLeastIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Consecutive(-1))
        .withMessage("failure_threshold: -1 (expected: >= 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Consecutive(2, 0))
        .withMessage("success_threshold: 0 (expected: >= 1)");
  }
}
