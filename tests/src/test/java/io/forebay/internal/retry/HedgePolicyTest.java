package io.forebay.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import org.junit.jupiter.api.Test;

/** When a slow attempt gets another beside it. */
class HedgePolicyTest {
  private final LatencyWindow latencies = new LatencyWindow(0);
  private final RetryBudget budget = new RetryBudget(0);

  private HedgePolicy policy(HedgeSpec spec) {
    return new HedgePolicy(spec, latencies, budget, 0);
  }

  private void requests(HedgePolicy policy, int number) {
    for (int i = 0; i < number; i++) {
      policy.request(0);
      budget.request(0);
    }
  }

  private static int hedges(HedgePolicy policy, RetryBudgetSpec shared) {
    int hedges = 0;
    for (int i = 0; i < 1_000; i++) {
      hedges += policy.tryHedge(shared, 0) ? 1 : 0;
    }
    return hedges;
  }

  @Test
  void delayIsThePercentile() {
    for (int i = 1; i <= 100; i++) {
      latencies.record(i * 1_000_000L, 0);
    }
    long delay = policy(HedgeSpec.DEFAULT).delay(true, 0).getAsLong();
    assertThat(delay).isBetween(95_000_000L, 101_000_000L);
  }

  @Test
  void nothingIsHedgedWhileLittleIsKnown() {
    assertThat(policy(HedgeSpec.DEFAULT).delay(true, 0)).isEmpty();
  }

  @Test
  void onlyIdempotentMethodsAreHedged() {
    for (int i = 0; i < 100; i++) {
      latencies.record(1_000_000, 0);
    }
    assertThat(policy(HedgeSpec.DEFAULT).delay(false, 0)).isEmpty();
    assertThat(policy(HedgeSpec.DEFAULT.withExtraLoadPercent(0)).delay(true, 0)).isEmpty();
  }

  @Test
  void extraLoadIsTheShareThatWasAllowed() {
    HedgePolicy policy = policy(HedgeSpec.DEFAULT);
    requests(policy, 1_000);
    assertThat(hedges(policy, RetryBudgetSpec.DEFAULT)).isEqualTo(50);
  }

  @Test
  void budgetIsSharedWithRetries() {
    HedgePolicy policy = policy(HedgeSpec.DEFAULT.withExtraLoadPercent(100));
    requests(policy, 1_000);
    for (int i = 0; i < 70; i++) {
      assertThat(budget.tryAcquire(RetryBudgetSpec.DEFAULT, 0)).isTrue();
    }
    assertThat(hedges(policy, RetryBudgetSpec.DEFAULT)).isEqualTo(30);
  }

  @Test
  void hedgeThatTheBudgetRefusesIsNotCounted() {
    HedgePolicy policy = policy(HedgeSpec.DEFAULT);
    requests(policy, 1_000);
    assertThat(hedges(policy, new RetryBudgetSpec(0, 0))).isZero();
    assertThat(hedges(policy, RetryBudgetSpec.DEFAULT)).isEqualTo(50);
  }
}
