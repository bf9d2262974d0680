package io.forebay.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BreakerState;
import io.forebay.spec.BreakerSpec;
import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds of the breaker whatever comes. */
class BreakerLawsTest {
  private static final BreakerSpec SPEC =
      BreakerSpec.DEFAULT.withMinimumCalls(5).withOpenFor(Duration.ofSeconds(2));

  /** H12: whatever ends how and when, it can always be closed again by successes. */
  @Property(tries = 300)
  void h12NothingMakesItStick(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int trialCalls) {
    SplittableRandom random = new SplittableRandom(seed);
    FakeClock clock = new FakeClock();
    Breaker breaker = new Breaker("b", SPEC.withTrialCalls(trialCalls), clock, (from, to) -> {});
    List<Long> open = new ArrayList<>();
    List<Long> trials = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      long ticket = breaker.enter();
      if (ticket != Breaker.REFUSED) {
        open.add(ticket);
        if (breaker.state() == BreakerState.HALF_OPEN) {
          trials.add(ticket);
          long together = trials.stream().filter(t -> t == ticket).count();
          assertThat(together).isLessThanOrEqualTo(trialCalls);
        }
      }
      if (!open.isEmpty() && random.nextInt(3) > 0) {
        Long ending = open.remove(random.nextInt(open.size()));
        trials.remove(ending);
        end(breaker, ending, random.nextInt(5));
      }
      clock.advance(Duration.ofMillis(random.nextInt(200)));
    }
    open.forEach(breaker::abandoned);

    clock.advance(Duration.ofSeconds(11));
    for (int i = 0; i < 10 * trialCalls && breaker.state() != BreakerState.CLOSED; i++) {
      long ticket = breaker.enter();
      if (ticket == Breaker.REFUSED) {
        clock.advance(Duration.ofSeconds(3));
      } else {
        breaker.succeeded(ticket, 1);
      }
    }
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  private static void end(Breaker breaker, long ticket, int how) {
    switch (how) {
      case 0 -> breaker.succeeded(ticket, 1);
      case 1 -> breaker.abandoned(ticket);
      default -> breaker.failed(ticket, 1);
    }
  }

  @Test
  void h12ThreadsShareOneSetOfTrials() throws Exception {
    int threads = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 300; round++) {
        AtomicInteger changes = new AtomicInteger();
        FakeClock clock = new FakeClock();
        Breaker breaker = new Breaker("b", SPEC, clock, (from, to) -> changes.incrementAndGet());
        for (int i = 0; i < 5; i++) {
          breaker.failed(breaker.enter(), 1);
        }
        clock.advance(Duration.ofSeconds(3));
        int entered = together(pool, threads, breaker);
        assertThat(entered).isEqualTo(3);
        assertThat(changes).hasValue(2);
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static int together(ExecutorService pool, int threads, Breaker breaker) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      work.add(
          () -> {
            start.await();
            int entered = 0;
            for (int n = 0; n < 3; n++) {
              entered += breaker.enter() == Breaker.REFUSED ? 0 : 1;
            }
            return entered;
          });
    }
    int sum = 0;
    for (Future<Integer> one : pool.invokeAll(work)) {
      sum += one.get();
    }
    return sum;
  }
}
