package io.forebay.testing;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.spi.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> ran = new ArrayList<>();

  private Runnable note(String name) {
    return () -> ran.add(name + " at " + clock.nanoTime());
  }

  @Test
  void timeMovesOnlyWhenItIsMoved() {
    assertThat(clock.nanoTime()).isZero();
    clock.advance(ofSeconds(2));
    assertThat(clock.nanoTime()).isEqualTo(2_000_000_000L);
    clock.advance(ZERO);
    assertThat(clock.nanoTime()).isEqualTo(2_000_000_000L);
  }

  @Test
  void whatFallsDueRunsInOrderAndEachAtItsOwnTime() {
    clock.schedule(ofNanos(3), note("late"));
    clock.schedule(ofNanos(1), note("early"));
    clock.schedule(ofNanos(3), note("late, but second"));
    clock.schedule(ofNanos(9), note("later"));

    clock.advance(ofNanos(5));

    assertThat(ran).containsExactly("early at 1", "late at 3", "late, but second at 3");
    assertThat(clock.nanoTime()).isEqualTo(5);
    assertThat(clock.scheduled()).isOne();
  }

  @Test
  void whatIsDueExactlyAtTheEndRuns() {
    clock.schedule(ofNanos(5), note("on time"));
    clock.schedule(ofNanos(6), note("too late"));

    clock.advance(ofNanos(5));

    assertThat(ran).containsExactly("on time at 5");
  }

  @Test
  void whatATaskSchedulesRunsToo() {
    clock.schedule(
        ofNanos(2),
        () -> {
          clock.schedule(ZERO, note("at once"));
          clock.schedule(ofNanos(2), note("in between"));
          clock.schedule(ofNanos(9), note("never"));
        });

    clock.advance(ofNanos(10));

    assertThat(ran).containsExactly("at once at 2", "in between at 4");
    assertThat(clock.scheduled()).isOne();
  }

  @Test
  void delaysCountFromNow() {
    clock.advance(ofNanos(7));
    clock.schedule(ofNanos(3), note("task"));
    clock.advance(ofNanos(2));
    assertThat(ran).isEmpty();
    clock.advance(ofNanos(1));
    assertThat(ran).containsExactly("task at 10");
  }

  @Test
  void whatIsDueAtOnceWaitsForSomebodyToMoveTime() {
    clock.schedule(ZERO, note("zero"));
    clock.schedule(ofNanos(-5), note("negative"));
    clock.schedule(ofNanos(1), note("positive"));
    assertThat(ran).isEmpty();

    clock.runDue();

    assertThat(ran).containsExactly("zero at 0", "negative at 0");
    assertThat(clock.nanoTime()).isZero();
  }

  @Test
  void cancelledTaskDoesNotRun() {
    Clock.Scheduled first = clock.schedule(ofNanos(1), note("first"));
    clock.schedule(ofNanos(2), note("second"));
    first.cancel();
    first.cancel();
    assertThat(clock.scheduled()).isOne();

    clock.advance(ofNanos(5));

    assertThat(ran).containsExactly("second at 2");
  }

  @Test
  void taskMayCancelALaterOne() {
    Clock.Scheduled later = clock.schedule(ofNanos(2), note("later"));
    Clock.Scheduled itself = clock.schedule(ofNanos(1), later::cancel);

    clock.advance(ofNanos(5));
    itself.cancel();

    assertThat(ran).isEmpty();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void timeDoesNotMoveBack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(ofNanos(-1)))
        .withMessage("time: PT-0.000000001S (expected: >= 0)");
  }

  @Test
  void tasksRunOnTheThreadThatMovesTime() {
    List<Thread> threads = new ArrayList<>();
    clock.schedule(ZERO, () -> threads.add(Thread.currentThread()));

    clock.runDue();

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void taskScheduledByManyThreadsIsNotLost() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(i -> new Thread(() -> scheduleThousand(count), "scheduler-" + i))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    clock.advance(ofSeconds(1));

    assertThat(count).hasValue(4_000);
  }

  private void scheduleThousand(AtomicInteger count) {
    for (int i = 0; i < 1_000; i++) {
      clock.schedule(ofNanos(i % 7), count::incrementAndGet);
    }
  }

  @Property
  void movingInStepsOrAtOnceIsTheSame(
      @ForAll List<@IntRange(max = 20) Integer> delays,
      @ForAll @Size(max = 10) List<@IntRange(max = 5) Integer> steps) {
    FakeClock atOnce = new FakeClock();
    FakeClock inSteps = new FakeClock();
    List<Integer> first = scheduleAll(atOnce, delays);
    List<Integer> second = scheduleAll(inSteps, delays);
    int total = steps.stream().mapToInt(Integer::intValue).sum();

    atOnce.advance(ofNanos(total));
    steps.forEach(step -> inSteps.advance(ofNanos(step)));
    inSteps.runDue();

    List<Integer> expected =
        IntStream.range(0, delays.size())
            .boxed()
            .filter(task -> delays.get(task) <= total)
            .sorted(Comparator.comparing(delays::get)) // A stable sort: ties keep their order.
            .toList();
    assertThat(first).isEqualTo(expected);
    assertThat(second).isEqualTo(expected);
    assertThat(inSteps.nanoTime()).isEqualTo(atOnce.nanoTime()).isEqualTo(total);
    assertThat(inSteps.scheduled()).isEqualTo(delays.size() - expected.size());
  }

  private static List<Integer> scheduleAll(Clock clock, List<Integer> delays) {
    List<Integer> order = new ArrayList<>();
    for (int task = 0; task < delays.size(); task++) {
      int number = task;
      clock.schedule(ofNanos(delays.get(task)), () -> order.add(number));
    }
    return order;
  }
}
