package io.forebay.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.pool.PermitQueue.Outcome;
import io.forebay.internal.pool.PermitQueue.Waiter;
import io.forebay.testing.Waiting;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The ends of a queue and of a wait that come together with a permit. */
class PermitQueueEndTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  /** Who drains a closed queue was not woken when its last permit came back as an overflow. */
  @Test
  void overflowOfTheLastPermitDrainsAClosedQueue() throws Exception {
    PermitQueue queue = new PermitQueue(1, 1);
    queue.join();
    queue.close();
    FutureTask<Boolean> draining = new FutureTask<>(() -> queue.awaitDrained(LONG));
    Thread closer = new Thread(draining);
    closer.start();
    Waiting.until("the closer waits", () -> closer.getState() == Thread.State.TIMED_WAITING);

    assertThat(queue.overflow().outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(draining.get(20, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * The interrupted thread had released the permit, but its call took the waiter for granted and
   * released once more: then two held the only permit.
   */
  @Test
  void interruptedWaiterIsNeverTakenForGranted() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      PermitQueue queue = new PermitQueue(1, 1);
      queue.join();
      CompletableFuture<Waiter> joined = new CompletableFuture<>();
      FutureTask<Outcome> waiting =
          new FutureTask<>(
              () -> {
                joined.complete(queue.join());
                return joined.join().await(LONG);
              });
      Thread thread = new Thread(waiting);
      thread.start();
      Waiter waiter = joined.get();
      thread.interrupt();
      queue.release();

      boolean interrupted = interrupted(waiting);
      assertThat(waiter.outcome()).isEqualTo(interrupted ? Outcome.CANCELLED : Outcome.GRANTED);
      assertThat(queue.counts().leased()).isEqualTo(interrupted ? 0 : 1);
    }
  }

  private static boolean interrupted(FutureTask<Outcome> waiting) throws Exception {
    try {
      waiting.get(20, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(InterruptedException.class);
      return true;
    }
  }
}
