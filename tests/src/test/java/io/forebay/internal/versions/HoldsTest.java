package io.forebay.internal.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HoldsTest {
  private final Holds holds = new Holds();
  private final AtomicInteger idle = new AtomicInteger();

  @Test
  void retiredWithoutHoldsIsIdleAtOnce() {
    holds.retire(idle::incrementAndGet);

    assertThat(idle).hasValue(1);
    assertThat(holds.take()).isFalse();
    assertThat(idle).hasValue(1);
  }

  @Test
  void lastHoldEndsIt() {
    assertThat(holds.take()).isTrue();
    assertThat(holds.take()).isTrue();
    holds.retire(idle::incrementAndGet);
    assertThat(holds.take()).isFalse();

    holds.giveBack();
    assertThat(idle).hasValue(0);
    holds.giveBack();
    assertThat(idle).hasValue(1);
  }

  @Test
  void nobodyHoldsItOnceItIsIdle() throws Exception {
    for (int round = 0; round < 500; round++) {
      race();
    }
  }

  private static void race() throws InterruptedException {
    Holds raced = new Holds();
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger heldAtTheEnd = new AtomicInteger(-1);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(
          new Thread(
              () -> {
                await(start);
                for (int turn = 0; turn < 20 && raced.take(); turn++) {
                  holders.incrementAndGet();
                  holders.decrementAndGet();
                  raced.giveBack();
                }
              }));
    }
    threads.add(
        new Thread(
            () -> {
              await(start);
              raced.retire(() -> heldAtTheEnd.set(holders.get()));
            }));
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(heldAtTheEnd).hasValue(0);
    assertThat(raced.take()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
