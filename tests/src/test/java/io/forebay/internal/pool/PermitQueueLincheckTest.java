package io.forebay.internal.pool;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever threads do at once with a queue could have been done one after the other. {@code
 * -Dforebay.lincheck.effort=50} looks at so many times as many scenarios.
 */
@Timeout(7_200) // For the long form.
class PermitQueueLincheckTest {
  private static final int EFFORT = Integer.getInteger("forebay.lincheck.effort", 1);

  @Test
  void everyInterleavingHasAnOrder() {
    new ModelCheckingOptions()
        .iterations(10 * EFFORT)
        .invocationsPerIteration(20)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(PlainQueueActs.class)
        .check(QueueActs.class);
  }

  @Test
  void whatHappensOnRealThreadsHasAnOrder() {
    new StressOptions()
        .iterations(8 * EFFORT)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(PlainQueueActs.class)
        .check(QueueActs.class);
  }

  @Test
  void noThreadSleepsThroughItsPermit() {
    Lincheck.runConcurrentTest(40 * EFFORT, PermitQueueLincheckTest::handOver);
  }

  private static void handOver() {
    PermitQueue queue = new PermitQueue(1, 2);
    queue.join();
    Thread first = new Thread(() -> waitAndRelease(queue));
    Thread second = new Thread(() -> waitAndRelease(queue));
    first.start();
    second.start();
    queue.release();
    joinAll(first, second);
    if (queue.counts().leased() != 0 || queue.counts().waiting() != 0) {
      throw new AssertionError(queue.counts().toString());
    }
  }

  private static void waitAndRelease(PermitQueue queue) {
    try {
      if (queue.join().await(Long.MAX_VALUE) != PermitQueue.Outcome.GRANTED) {
        throw new AssertionError("no permit");
      }
      queue.release();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void joinAll(Thread... threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
