package io.forebay.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.threads.Workers;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource.Listing;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OriginDiscoveryTest {
  private static final Discovery SPEC =
      Discovery.of(new Discovery.Custom("table", Origin.of("http://users")));
  private static final String A = "http://a";
  private static final String B = "http://b";

  private final FakeClock clock = new FakeClock();
  private final Script source = new Script();
  private final List<List<WeightedOrigin>> told = new CopyOnWriteArrayList<>();
  private Consumer<List<WeightedOrigin>> listener = told::add;
  private OriginDiscovery discovery = open(SPEC, Runnable::run);

  private OriginDiscovery open(Discovery spec, Executor workers) {
    return new OriginDiscovery(
        "users", spec, source, clock, workers, list -> listener.accept(list));
  }

  private void reopen(Executor workers) {
    discovery = open(SPEC, workers);
    discovery.start();
  }

  @AfterEach
  void close() {
    discovery.close();
    assertThat(clock.scheduled()).isZero();
  }

  private void advance(double seconds) {
    clock.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static List<WeightedOrigin> origins(String... urls) {
    return Script.origins(urls);
  }

  @Test
  void listIsLookedUpAtOnceAndAfterItsTimeToLive() {
    source.says(10, A);
    discovery.start();
    assertThat(told).containsExactly(origins(A));

    source.says(10, A, B);
    advance(9.9);
    assertThat(told).hasSize(1);
    advance(0.1);
    assertThat(told).containsExactly(origins(A), origins(A, B));
    assertThat(discovery.origins()).isEqualTo(origins(A, B));
  }

  @Test
  void nothingIsToldWhereNothingChanges() {
    source.says(1, A, B);
    discovery.start();
    advance(100);

    assertThat(source.asked()).isEqualTo(101);
    assertThat(told).hasSize(1);
  }

  @Test
  void vanishedOriginGoesWhenItsProbationEnds() {
    source.says(300, A, B);
    discovery.start();
    source.says(300, A);
    advance(300);
    assertThat(told).hasSize(1); // The same list, in the same order.
    advance(29.9);
    assertThat(told).hasSize(1);
    advance(0.1);
    assertThat(told).containsExactly(origins(A, B), origins(A));
    assertThat(source.asked()).isEqualTo(2);
  }

  @Test
  void d4FlappingAnswerKeepsEveryOrigin() {
    source.says(1, A, B);
    discovery.start();
    for (int i = 0; i < 100; i++) {
      source.says(1, i % 2 == 0 ? A : B);
      advance(1);
      assertThat(discovery.origins()).containsExactlyInAnyOrderElementsOf(origins(A, B));
    }
  }

  @Test
  void d1FailureKeepsTheListAndIsRepeatedWithBackOff() {
    source.says(10, A);
    discovery.start();
    source.fails("oops");
    advance(10);
    assertThat(discovery.failure()).contains("oops");
    assertThat(source.asked()).isEqualTo(2);

    advance(1);
    assertThat(source.asked()).isEqualTo(3);
    advance(1_000);
    assertThat(source.asked()).isBetween(3 + 30, 3 + 50);
    assertThat(discovery.origins()).isEqualTo(origins(A));
    assertThat(told).hasSize(1);

    source.says(10, B);
    advance(30);
    assertThat(discovery.failure()).isEmpty();
    assertThat(discovery.origins()).isEqualTo(origins(B, A));
  }

  @Test
  void d1EmptyAnswerIsAFailure() {
    source.says(10, A);
    discovery.start();
    source.says(10);
    advance(10);

    assertThat(discovery.failure()).contains("no origins");
    assertThat(discovery.origins()).isEqualTo(origins(A));
  }

  @Test
  void k031ListIsEmptyWhereNoLookupEverSucceeds() throws InterruptedException {
    source.fails("oops");
    discovery.start();
    advance(100);

    assertThat(discovery.origins()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(discovery.awaitFirst(Duration.ofSeconds(5))).isFalse();
  }

  @Test
  void whateverASourceThrowsEndsNothing() {
    source.does(
        () -> {
          throw new IllegalStateException();
        });
    discovery.start();
    assertThat(discovery.failure()).contains("java.lang.IllegalStateException");
    source.does(() -> null);
    advance(1);
    assertThat(discovery.failure()).contains("null (expected: a listing)");
    source.says(1, A);
    advance(2);
    assertThat(told).containsExactly(origins(A));
  }

  @Test
  void failingListenerEndsNothing() {
    AtomicInteger calls = new AtomicInteger();
    listener =
        list -> {
          calls.incrementAndGet();
          throw new IllegalStateException("oops");
        };
    source.says(1, A);
    discovery.start();
    source.says(1, B, A);
    advance(1);

    assertThat(calls).hasValue(2);
  }

  @Test
  void missingWorkerIsAskedForAgain() {
    AtomicBoolean full = new AtomicBoolean();
    reopen(
        task -> {
          if (full.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        });
    full.set(true);
    source.says(1, A);
    try {
      advance(1);
    } catch (RejectedExecutionException e) {
      // What the clock of the system logs.
    }
    full.set(false);
    advance(2);

    assertThat(told).containsExactly(origins(A));
  }

  @Test
  void awaitFirstEndsWhenTheListHasBeenTold() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    source.does(
        () -> {
          await(gate);
          return Listing.of(origins(A));
        });
    reopen(Workers.executor());
    assertThat(discovery.awaitFirst(Duration.ofMillis(20))).isFalse();
    gate.countDown();

    assertThat(discovery.awaitFirst(Duration.ofSeconds(10))).isTrue();
    assertThat(told).containsExactly(origins(A));
  }

  @Test
  void awaitFirstEndsWithTheFirstFailure() throws InterruptedException {
    source.fails("oops");
    reopen(Workers.executor());

    assertThat(discovery.awaitFirst(Duration.ofSeconds(10))).isFalse();
    assertThat(discovery.failure()).contains("oops");
  }

  @Test
  void d2LookupThatHangsIsOverdueInterruptedAndNotAskedBeside() {
    CountDownLatch gate = new CountDownLatch(1);
    source.says(1, A);
    discovery.start();
    source.does(
        () -> {
          await(gate);
          return Listing.of(origins(B));
        });
    OriginDiscovery hanging = open(SPEC, Workers.executor());
    try (hanging) {
      hanging.start();
      Waiting.until("asked", () -> source.asked() == 2);
      discovery.close();
      advance(5);
      Waiting.until("overdue", () -> hanging.failure().isPresent());
      assertThat(hanging.failure()).contains("no answer within 5s");
    }
    assertThat(source.asked()).isEqualTo(2);
    gate.countDown();
  }

  @Test
  void d2LateAnswerStillCounts() {
    CountDownLatch gate = new CountDownLatch(1);
    source.does(
        () -> {
          boolean interrupted = false;
          while (gate.getCount() > 0) {
            interrupted |= Thread.interrupted();
            Thread.onSpinWait();
          }
          interrupted |= Thread.interrupted();
          return Listing.of(origins(interrupted ? A : B));
        });
    reopen(Workers.executor());
    Waiting.until("asked", () -> source.asked() == 1);
    advance(5);
    Waiting.until("overdue", () -> discovery.failure().isPresent());
    advance(600);
    assertThat(source.asked()).isEqualTo(1);
    gate.countDown();
    Waiting.until("told", () -> told.size() == 1);

    assertThat(told).containsExactly(origins(A));
    assertThat(discovery.failure()).isEmpty();
  }

  @Test
  void probationEndsWhileALookupHangs() {
    CountDownLatch gate = new CountDownLatch(1);
    source.says(1, A, B);
    reopen(Workers.executor());
    Waiting.until("both", () -> told.size() == 1 && clock.scheduled() == 1);
    source.says(1, A);
    advance(1);
    Waiting.until("looked up again", () -> source.asked() == 2 && clock.scheduled() == 1);
    source.does(
        () -> {
          await(gate);
          return Listing.of(origins(A));
        });
    advance(1);
    Waiting.until("hangs", () -> source.asked() == 3);
    Waiting.until(
        "gone",
        () -> {
          advance(1);
          return told.size() == 2;
        });

    assertThat(told).containsExactly(origins(A, B), origins(A));
    gate.countDown();
  }

  @Test
  void closingCutsTheLookupOffAndTellsNothing() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean cut = new AtomicBoolean();
    source.does(
        () -> {
          try {
            await(never);
          } finally {
            cut.set(true);
          }
          return Listing.of(origins(A));
        });
    reopen(Workers.executor());
    Waiting.until("asked", () -> source.asked() == 1);
    discovery.close();

    assertThat(cut).isTrue();
    assertThat(told).isEmpty();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void whoIsToldMayClose() {
    listener = list -> discovery.close();
    source.says(1, A);
    discovery.start();
    advance(100);

    assertThat(source.asked()).isEqualTo(1);
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void closingBeforeTheStartIsHarmless() {
    discovery.close();
    discovery.start();
    advance(100);

    assertThat(source.asked()).isZero();
  }

  private static void await(CountDownLatch gate) throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      InterruptedIOException cut = new InterruptedIOException("cut off");
      cut.initCause(e);
      throw cut;
    }
  }
}
