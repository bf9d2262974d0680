package io.forebay.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final Turns turns = new Turns(2, threads::add);

  private Runnable task(String name) {
    return () -> ran.add(name);
  }

  @Test
  void noMoreThreadsThanTurnsAreAskedFor() {
    turns.execute(task("a"));
    assertThat(turns.allTaken()).isFalse();
    turns.execute(task("b"));
    turns.execute(task("c"));
    assertThat(turns.allTaken()).isTrue();
    assertThat(threads).hasSize(2);
    assertThat(ran).isEmpty();
  }

  @Test
  void whoWaitsRunsInOrderOfComingOnTheThreadThatIsDone() {
    List.of("a", "b", "c", "d").forEach(name -> turns.execute(task(name)));
    threads.get(1).run();
    assertThat(ran).containsExactly("b", "c", "d");
    threads.get(0).run();
    assertThat(ran).containsExactly("b", "c", "d", "a");
    assertThat(threads).hasSize(2);
    assertThat(turns.allTaken()).isFalse();
  }

  @Test
  void turnsComeBack() {
    for (int i = 0; i < 10; i++) {
      turns.execute(task("t" + i));
      threads.remove(0).run();
    }
    assertThat(ran).hasSize(10);
    turns.execute(task("a"));
    turns.execute(task("b"));
    assertThat(threads).hasSize(2);
  }

  @Test
  void turnOfATaskThatGetsNoThreadComesBack() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("no thread");
        };
    Turns refused = new Turns(1, refusing);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> refused.execute(task("a"))).hasMessage("no thread");
      assertThat(refused.allTaken()).isFalse();
    }
    assertThat(ran).isEmpty();
  }
}
