package io.forebay.internal.retry;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.RetryBudgetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many further attempts a backend may make. */
class RetryBudgetTest {
  private static final RetryBudgetSpec DEFAULT = RetryBudgetSpec.DEFAULT;
  private static final RetryBudgetSpec NO_FLOOR = new RetryBudgetSpec(10, 0);
  private static final long SECOND = SECONDS.toNanos(1);

  private static int grants(RetryBudget budget, RetryBudgetSpec spec, int asked, long now) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      granted += budget.tryAcquire(spec, now) ? 1 : 0;
    }
    return granted;
  }

  private static void requests(RetryBudget budget, int number, long now) {
    for (int i = 0; i < number; i++) {
      budget.request(now);
    }
  }

  @Test
  void floorHoldsWithoutAnyExchangeForEachSecondAndTwoAhead() {
    RetryBudget budget = new RetryBudget(0);
    assertThat(grants(budget, DEFAULT, 100, 0)).isEqualTo(3);
    assertThat(grants(budget, DEFAULT, 100, 4 * SECOND)).isEqualTo(4);
    assertThat(grants(new RetryBudget(0), DEFAULT, 100, 20 * SECOND)).isEqualTo(10);
  }

  @Test
  void largerOfFloorAndShareCountsNeverTheirSum() {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 100, 0);
    assertThat(grants(budget, DEFAULT, 1_000, 0)).isEqualTo(10);

    requests(budget, 900, SECOND);
    assertThat(grants(budget, DEFAULT, 1_000, SECOND)).isEqualTo(90);
  }

  @Test
  void nothingIsGrantedWithoutPercentAndFloor() {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 1_000, 0);
    assertThat(grants(budget, new RetryBudgetSpec(0, 0), 10, 0)).isZero();
  }

  @Test
  void windowForgetsAfterTenSeconds() {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 1_000, 0);
    assertThat(grants(budget, NO_FLOOR, 50, 9 * SECOND)).isEqualTo(50);
    assertThat(grants(budget, NO_FLOOR, 1, 10 * SECOND)).isZero();
  }

  @Test
  void whatIsGivenBackCanBeGrantedAgain() {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 10, 0);
    long granted = budget.acquire(NO_FLOOR, 0);
    assertThat(budget.tryAcquire(NO_FLOOR, 0)).isFalse();

    budget.giveBack(granted);

    assertThat(budget.tryAcquire(NO_FLOOR, 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 5_000_000_000L, -1, Long.MIN_VALUE})
  void timeMayStartAnywhereAndOverflow(long start) {
    RetryBudget budget = new RetryBudget(start);
    for (int second = 0; second < 20; second++) {
      requests(budget, 100, start + second * SECOND);
    }
    assertThat(grants(budget, NO_FLOOR, 1_000, start + 19 * SECOND)).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 30, 48})
  void longRestIsForgotten(long days) {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 1_000, 0);
    long later = DAYS.toNanos(days);
    assertThat(grants(budget, NO_FLOOR, 1, later)).isZero();

    requests(budget, 100, later);
    assertThat(grants(budget, NO_FLOOR, 100, later)).isEqualTo(10);
    assertThat(grants(budget, NO_FLOOR, 1, later + 10 * SECOND)).isZero();
  }

  /** A thread that is late asks in an old second, while others are in a new one. */
  @Test
  void lateThreadGetsNothingThatOthersHaveSpent() {
    RetryBudget budget = new RetryBudget(0);
    requests(budget, 100, 0);
    assertThat(grants(budget, NO_FLOOR, 100, SECOND)).isEqualTo(10);
    budget.request(11 * SECOND);

    assertThat(grants(budget, NO_FLOOR, 100, 9 * SECOND)).isZero();
  }

  @Test
  void threadsTogetherGetNoMoreThanIsAllowed() throws Exception {
    for (int round = 0; round < 200; round++) {
      RetryBudget budget = new RetryBudget(0);
      requests(budget, 500, 8 * SECOND);
      assertThat(race(budget)).isLessThanOrEqualTo(50);
    }
  }

  /** Half of the threads are already in the next second, and turn the buckets over. */
  private static int race(RetryBudget budget) throws Exception {
    int threads = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        long now = (9 + i % 2) * SECOND;
        work.add(
            () -> {
              together.await();
              return grants(budget, NO_FLOOR, 40, now);
            });
      }
      int sum = 0;
      for (Future<Integer> one : pool.invokeAll(work)) {
        sum += one.get();
      }
      return sum;
    } finally {
      pool.shutdown();
    }
  }
}
