package io.forebay.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.RetryBudgetSpec;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The budget against one that remembers everything: a million steps. */
class RetryBudgetLawsTest {
  private static final long SECOND = 1_000_000_000;

  /** What happened in one second. */
  private static final class Second {
    private final long number;
    private long exchanges;
    private long attempts;

    Second(long number) {
      this.number = number;
    }
  }

  /** The last ten seconds, written down. */
  private static final class Naive {
    private final ArrayDeque<Second> seconds = new ArrayDeque<>();

    private Second at(long now) {
      long number = now / SECOND;
      if (seconds.isEmpty() || seconds.getLast().number != number) {
        seconds.addLast(new Second(number));
      }
      seconds.removeIf(second -> second.number <= number - RetryBudget.BUCKETS);
      return seconds.getLast();
    }

    boolean tryAcquire(RetryBudgetSpec spec, long now) {
      Second current = at(now);
      long exchanges = seconds.stream().mapToLong(second -> second.exchanges).sum();
      long attempts = seconds.stream().mapToLong(second -> second.attempts).sum() + 1;
      double begun = Math.min(RetryBudget.BUCKETS, now / SECOND + 1 + RetryBudget.AHEAD);
      double allowed = Math.max(begun * spec.floor(), exchanges * spec.percent() / 100.0);
      boolean granted = attempts <= allowed + 1e-9;
      current.attempts += granted ? 1 : 0;
      return granted;
    }
  }

  @Property(tries = 100)
  void budgetIsTheNaiveOne(
      @ForAll long seed,
      @ForAll @IntRange(max = 100) int percent,
      @ForAll @IntRange(max = 5) int floor,
      @ForAll @IntRange(min = 1, max = 1_000) int perSecond) {
    RetryBudgetSpec spec = new RetryBudgetSpec(percent, floor);
    SplittableRandom random = new SplittableRandom(seed);
    RetryBudget budget = new RetryBudget(0);
    Naive naive = new Naive();
    long now = 0;
    long requests = 0;
    long granted = 0;
    for (int step = 0; step < 10_000; step++) {
      now += random.nextInt(100) == 0 ? random.nextLong(5 * SECOND) : SECOND / perSecond;
      if (random.nextBoolean()) {
        budget.request(now);
        naive.at(now).exchanges++;
        requests++;
      } else {
        boolean grants = budget.tryAcquire(spec, now);
        assertThat(grants).isEqualTo(naive.tryAcquire(spec, now));
        granted += grants ? 1 : 0;
      }
    }
    double floors = 10.0 * floor * (now / (10 * SECOND) + 1);
    assertThat((double) granted).isLessThanOrEqualTo(requests * percent / 100.0 + floors);
  }

  /** However requests come: in bursts, at the edges of seconds, after rests. */
  @Property(tries = 100)
  void withoutFloorAmplificationNeverExceedsThePercentage(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int percent) {
    RetryBudgetSpec spec = new RetryBudgetSpec(percent, 0);
    SplittableRandom random = new SplittableRandom(seed);
    RetryBudget budget = new RetryBudget(0);
    long requests = 0;
    long granted = 0;
    for (int step = 0; step < 300; step++) {
      long now = step * SECOND + (random.nextBoolean() ? 0 : SECOND - 1);
      int burst = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
      for (int i = 0; i < burst; i++) {
        budget.request(now);
      }
      requests += burst;
      int asked = random.nextInt(3) == 0 ? 400 : 0;
      for (int i = 0; i < asked; i++) {
        granted += budget.tryAcquire(spec, now) ? 1 : 0;
      }
      assertThat(granted * 100).isLessThanOrEqualTo(requests * percent);
    }
  }
}
