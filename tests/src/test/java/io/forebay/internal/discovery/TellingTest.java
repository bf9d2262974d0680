package io.forebay.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final int THREADS = 4;
  private static final int TURNS = 5_000;

  private static List<WeightedOrigin> list(int number) {
    return List.of(new Origin("http", "a", 1 + number).weight(1));
  }

  @Test
  void threadsThatMeetTellOneAtATimeInOrderAndTheLastAtLast() throws InterruptedException {
    AtomicInteger version = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    List<Integer> told = new CopyOnWriteArrayList<>();
    List<Integer> seen = new ArrayList<>(); // Not thread-safe: the listener need not be.
    Telling telling =
        new Telling(
            "users",
            list -> {
              if (inside.incrementAndGet() > 1) {
                told.add(-1);
              }
              seen.add(list.get(0).origin().port() - 1);
              inside.decrementAndGet();
            });
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int turn = 0; turn < TURNS; turn++) {
                  version.incrementAndGet();
                  telling.tell(() -> list(version.get()));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(told).isEmpty();
    assertThat(seen).isSorted().doesNotHaveDuplicates().endsWith(THREADS * TURNS);
  }

  @Test
  void errorOfTheListenerDoesNotSilenceIt() {
    AtomicInteger calls = new AtomicInteger();
    Telling telling =
        new Telling(
            "users",
            list -> {
              calls.incrementAndGet();
              throw new AssertionError("oops");
            });

    assertThatThrownBy(() -> telling.tell(() -> list(1))).hasMessage("oops");
    assertThatThrownBy(() -> telling.tell(() -> list(2))).hasMessage("oops");
    assertThat(calls).hasValue(2);
  }

  @Test
  void listThatWasToldAndAnEmptyOneAreNoNews() {
    AtomicInteger calls = new AtomicInteger();
    Telling telling = new Telling("users", list -> calls.incrementAndGet());
    telling.tell(() -> list(1));
    telling.tell(() -> list(1));
    telling.tell(List::of);
    telling.tell(() -> list(1));

    assertThat(calls).hasValue(1);
  }
}
