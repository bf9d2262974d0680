package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.spec.Balance;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads over one snapshot, and what a choice costs. */
class SharedChoiceTest {
  private static final int THREADS = 16;
  private static final int EACH = 20_000;

  static List<Balance> ways() {
    return Ways.ALL;
  }

  private static void inThreads(Runnable task) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(task));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int choose(Snapshot snapshot, SplittableRandom random) {
    Pick pick = new Pick(Tried.NONE, by -> random.nextLong(), random, 0);
    return ((Chosen) snapshot.choose(pick)).number();
  }

  @Test
  void turnsOfARoundAreTakenOnceEach() throws Exception {
    Snapshot snapshot = Origins.calm(new Balance.RoundRobin(), 1, 1, 1, 1, 1).snapshot();
    AtomicIntegerArray counts = new AtomicIntegerArray(5);

    inThreads(
        () -> {
          SplittableRandom random = new SplittableRandom();
          for (int i = 0; i < EACH; i++) {
            counts.incrementAndGet(choose(snapshot, random));
          }
        });

    for (int i = 0; i < 5; i++) {
      assertThat(counts.get(i)).isEqualTo(THREADS * EACH / 5);
    }
  }

  /** Whoever chooses over the last snapshot while the next is made costs a turn or two, no more. */
  @ParameterizedTest
  @MethodSource("inTurn")
  void sharesHoldWhileSnapshotsChange(Balance by) throws Exception {
    Origins origins = Origins.calm(by, 1, 1, 1, 1);
    AtomicReference<Snapshot> current = new AtomicReference<>(origins.snapshot());
    AtomicIntegerArray counts = new AtomicIntegerArray(4);
    AtomicBoolean over = new AtomicBoolean();
    Thread changes =
        new Thread(
            () -> {
              while (!over.get()) {
                current.set(origins.down(4).snapshot());
                current.set(origins.up(4).snapshot());
                Thread.onSpinWait();
              }
            });
    changes.start();
    try {
      inThreads(
          () -> {
            SplittableRandom random = new SplittableRandom();
            for (int i = 0; i < EACH; i++) {
              counts.incrementAndGet(choose(current.get(), random));
            }
          });
    } finally {
      over.set(true);
      changes.join();
    }

    double ofThree = (THREADS * EACH - counts.get(3)) / 3.0;
    for (int i = 0; i < 3; i++) {
      assertThat(counts.get(i)).isCloseTo((int) ofThree, within(THREADS * EACH / 33));
    }
  }

  static List<Balance> inTurn() {
    return List.of(new Balance.RoundRobin(), new Balance.Weighted());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void choosingAllocatesNothing(Balance by) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Snapshot snapshot = Origins.calm(by, 2, 1, 1, 3).down(3).snapshot();
    SplittableRandom random = new SplittableRandom(1);
    Pick pick = new Pick(new Tried(), unused -> random.nextLong(), random, 0);
    int choices = 50_000;
    for (int i = 0; i < choices; i++) {
      snapshot.choose(pick);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < choices; i++) {
      snapshot.choose(pick);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / choices).isZero();
  }
}
