package io.forebay.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.limit.ThrottleLine.Outcome;
import io.forebay.internal.limit.ThrottleLine.Slot;
import io.forebay.spec.Throttle;
import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sets of limits against those who count everything, over a minute. */
class ThrottleLawsTest {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int TICKS = 3_000;

  /** The law: what starts when is what the naive count allows, and nothing that may start waits. */
  @Property(tries = 1_000)
  void everyLimitHoldsAndNobodyWaitsInVain(
      @ForAll("limits") List<Throttle> throttles, @ForAll long seed) {
    Run run = new Run(throttles, new SplittableRandom(seed));
    for (int tick = 0; tick < TICKS; tick++) {
      run.tick();
    }
    assertThat(run.slots).isNotEmpty();
  }

  @Provide
  Arbitrary<List<Throttle>> limits() {
    Arbitrary<Duration> periods =
        Arbitraries.integers().between(1, 500).map(n -> TICK.multipliedBy(n));
    Arbitrary<Throttle> windowed =
        Combinators.combine(
                periods,
                Arbitraries.integers().between(1, 60),
                Arbitraries.of(Throttle.PeriodWindow.class),
                Arbitraries.of(Throttle.Mode.class))
            .as(Throttle.Windowed::new);
    Arbitrary<Throttle> buckets =
        Combinators.combine(
                Arbitraries.of(50.0, 25.0, 12.5, 5.0, 1.0, 0.5, 0.1),
                Arbitraries.integers().between(1, 30),
                Arbitraries.of(Throttle.Mode.class))
            .as(Throttle.TokenBucket::new);
    return Arbitraries.oneOf(windowed, buckets)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .uniqueElements(one -> one instanceof Throttle.Windowed own ? own.period() : one);
  }

  /** The line and the naive count, side by side. */
  private static final class Run {
    private final FakeClock clock = new FakeClock();
    private final ThrottleLine line;
    private final NaiveThrottles naive;
    private final SplittableRandom random;
    private final List<Slot> slots = new ArrayList<>();
    private final double perTick;

    Run(List<Throttle> throttles, SplittableRandom random) {
      line = new ThrottleLine(throttles, Integer.MAX_VALUE, clock);
      naive = new NaiveThrottles(throttles);
      this.random = random;
      perTick = random.nextDouble(0.3);
    }

    private void tick() {
      clock.advance(TICK);
      naive.letGo(clock.nanoTime());
      boolean burst = random.nextInt(100) == 0;
      int arrivals = burst ? 5 : random.nextDouble() < perTick ? 1 : 0;
      for (int i = 0; i < arrivals; i++) {
        arrive();
      }
      if (!slots.isEmpty() && random.nextInt(20) == 0) {
        cancel(recent());
      }
      if (!slots.isEmpty() && random.nextInt(40) == 0) {
        giveBack(recent());
      }
      assertThat(line.waiting()).isEqualTo(naive.line.size());
    }

    private int recent() {
      return Math.max(0, slots.size() - 1 - random.nextInt(20));
    }

    private void arrive() {
      naive.arrives(slots.size(), clock.nanoTime());
      slots.add(line.join(Long.MAX_VALUE, () -> {}));
      same(slots.size() - 1);
    }

    private void cancel(int number) {
      slots.get(number).cancel();
      naive.cancelled(number, clock.nanoTime());
      same(number);
    }

    private void giveBack(int number) {
      if (slots.get(number).outcome() == Outcome.GRANTED) {
        slots.get(number).giveBack();
        naive.givenBack(number, clock.nanoTime());
      }
    }

    private void same(int number) {
      for (int i = Math.max(0, number - 5); i <= number; i++) {
        assertThat(slots.get(i).outcome()).as("request %d", i).isEqualTo(naive.outcomes.get(i));
      }
    }
  }
}
