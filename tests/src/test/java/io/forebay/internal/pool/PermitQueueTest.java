package io.forebay.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.internal.pool.PermitQueue.Outcome;
import io.forebay.internal.pool.PermitQueue.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PermitQueueTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private final PermitQueue queue = new PermitQueue(2, 1_000);
  private final List<String> settled = new ArrayList<>();

  private Waiter join(String name) {
    return queue.join(() -> settled.add(name));
  }

  @Test
  void permitsAreGrantedAtOnceUpToTheMaximum() {
    assertThat(queue.join().outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(queue.join().outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(join("third").outcome()).isEqualTo(Outcome.WAITING);
    assertThat(queue.counts()).isEqualTo(new PermitQueue.Counts(2, 2, 1));
  }

  @Test
  void zeroMeansAnyNumber() {
    PermitQueue unbounded = new PermitQueue(0, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(unbounded.join().outcome()).isEqualTo(Outcome.GRANTED);
    }
    assertThat(unbounded.counts().leased()).isEqualTo(1_000);
  }

  @Test
  void releasedPermitGoesToTheFirstWhoWaits() {
    queue.join();
    queue.join();
    Waiter first = join("first");
    Waiter second = join("second");

    queue.release();

    assertThat(first.outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(second.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(settled).containsExactly("first");
    assertThat(queue.counts()).isEqualTo(new PermitQueue.Counts(2, 2, 1));
  }

  @Test
  void whoGivesUpIsSkipped() {
    queue.join();
    queue.join();
    Waiter expired = join("expired");
    Waiter cancelled = join("cancelled");
    Waiter patient = join("patient");
    expired.expire();
    cancelled.cancel();

    queue.release();

    assertThat(expired.outcome()).isEqualTo(Outcome.EXPIRED);
    assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(patient.outcome()).isEqualTo(Outcome.GRANTED);
    assertThat(settled).containsExactly("expired", "cancelled", "patient");
  }

  @Test
  void settledWaiterStaysSettled() {
    Waiter granted = queue.join();
    granted.cancel();
    granted.expire();
    assertThat(granted.outcome()).isEqualTo(Outcome.GRANTED);
  }

  @Test
  void closingSettlesEverybodyAndRefusesLater() {
    queue.join();
    queue.join();
    Waiter waiting = join("waiting");

    queue.close();

    assertThat(waiting.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(queue.join().outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(settled).containsExactly("waiting");
    queue.release();
    queue.release();
    assertThat(queue.counts()).isEqualTo(new PermitQueue.Counts(2, 0, 0));
  }

  @Test
  void waitingThreadExpires() throws Exception {
    queue.join();
    queue.join();
    assertThat(queue.join().await(1)).isEqualTo(Outcome.EXPIRED);
    assertThat(queue.counts().waiting()).isZero();
  }

  @Test
  void interruptedThreadLeavesTheLine() {
    queue.join();
    queue.join();
    Waiter waiter = queue.join();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> waiter.await(LONG)).isInstanceOf(InterruptedException.class);
    assertThat(queue.counts()).isEqualTo(new PermitQueue.Counts(2, 2, 0));
  }

  @Test
  void drainedWhenTheLastPermitIsBack() throws Exception {
    queue.join();
    assertThat(queue.awaitDrained(1)).isFalse();
    queue.release();
    assertThat(queue.awaitDrained(LONG)).isTrue();
  }

  /** A million random steps against a list and a number. */
  @Test
  void agreesWithANaiveQueue() {
    Random random = new Random(42);
    PermitQueue real = new PermitQueue(5, 1_000);
    Deque<Waiter> line = new ArrayDeque<>();
    int leased = 0;
    for (int step = 0; step < 1_000_000; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Waiter waiter = real.join(() -> {});
          if (leased < 5) {
            leased++;
            assertThat(waiter.outcome()).isEqualTo(Outcome.GRANTED);
          } else {
            line.add(waiter);
          }
        }
        case 2 -> {
          if (leased > 0) {
            real.release();
            Waiter next = line.poll();
            leased -= next == null ? 1 : 0;
            if (next != null && next.outcome() != Outcome.GRANTED) {
              throw new AssertionError("overtaken at step " + step);
            }
          }
        }
        default -> {
          if (!line.isEmpty()) {
            Waiter leaving = random.nextBoolean() ? line.pollFirst() : line.pollLast();
            leaving.cancel();
          }
        }
      }
      if (line.size() > 50) {
        line.forEach(Waiter::expire);
        line.clear();
      }
      if (step % 1_000 == 0) {
        assertThat(real.counts()).isEqualTo(new PermitQueue.Counts(5, leased, line.size()));
      }
    }
  }
}
