package io.forebay.internal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.RefinementBuilder;
import io.forebay.RegistryDraft;
import io.forebay.internal.live.LiveBackends;
import io.forebay.spec.BackendSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What versions that came and went leave behind: nothing. */
@ExtendWith(LeakCheck.class)
class ReloadHeapTest {
  private static final int BACKENDS = 200;
  private static final int ACTIVATIONS = 300;

  /** The history is full from there on. */
  private static final int FULL = 120;

  private final Random random = new Random(4711);
  private final List<WeakReference<Slot>> slots = new ArrayList<>();
  private final List<WeakReference<BackendCore>> cores = new ArrayList<>();
  private MisbehavingOrigin origin;
  private BackendRegistry registry;
  private int bound = 10;

  private static String label(int number) {
    return "reloaded-" + number;
  }

  private BackendSpec spec(int number) {
    bound++;
    return Backend.builder(label(number))
        .origin(origin.url())
        .maxConnections(bound)
        .requestHeaders(edits -> edits.set("X-Number", label(number)))
        .timeout(ofSeconds(30))
        .spec();
  }

  @Test
  @Timeout(300)
  @DisplayName("R8 heap, threads and sockets end where they began, over hundreds of activations")
  void nothingOfWhatWasReplacedIsKept() throws Exception {
    try (MisbehavingOrigin started = MisbehavingOrigin.start().respond(Behaviour.ok("ok"))) {
      origin = started;
      BackendRegistry.Builder builder = BackendRegistry.builder();
      for (int i = 0; i < BACKENDS; i++) {
        builder.add(spec(i));
      }
      try (BackendRegistry opened = builder.open()) {
        registry = opened;
        run(FULL);
        long before = settled();
        run(ACTIVATIONS - FULL);
        long after = settled();

        assertThat(after - before).as("bytes of heap more").isLessThan(3_000_000);
        assertThat(Thread.getAllStackTraces().keySet())
            .as("threads of ours")
            .filteredOn(thread -> thread.getName().startsWith("forebay-"))
            .hasSizeLessThan(40);
      }
      Waiting.until("all is closed", () -> opened() == 0);
      origin.awaitOpenConnections(0, ofSeconds(10));
    }
  }

  /** A tenth is replaced, a tenth has other manners, some are called; now and then back again. */
  private void run(int activations) throws Exception {
    for (int i = 0; i < activations; i++) {
      RegistryDraft draft = registry.draft();
      for (int each = 0; each < BACKENDS / 10; each++) {
        int replaced = random.nextInt(BACKENDS);
        BackendSpec next = spec(replaced);
        draft.update(label(replaced), old -> next);
        draft.update(
            label(random.nextInt(BACKENDS)),
            RefinementBuilder.of("x").pathPrefix("/v" + bound).build());
      }
      remember();
      registry.activate(draft);
      if (i % 10 == 9) {
        remember();
        registry.rollBack();
      }
      for (int call = 0; call < 5; call++) {
        try (Response response =
            registry.backend(label(random.nextInt(BACKENDS))).get("/x").send()) {
          assertThat(response.code()).isEqualTo(200);
        }
      }
    }
  }

  private Slot slot(int number) {
    return ((BackendHandle) registry.backend(label(number))).found().slot();
  }

  private void remember() {
    for (int i = 0; i < BACKENDS; i++) {
      Slot slot = slot(i);
      slots.add(new WeakReference<>(slot));
      @Nullable BackendCore core = slot.opened();
      if (core != null) {
        cores.add(new WeakReference<>(core));
      }
    }
  }

  private static long opened() {
    return LiveBackends.snapshot().stream()
        .filter(backend -> backend.label().startsWith("reloaded-"))
        .count();
  }

  /** Once all that was replaced is closed: the heap in use, with nothing of it left. */
  private long settled() {
    long inForce = 0;
    for (int i = 0; i < BACKENDS; i++) {
      inForce += slot(i).opened() == null ? 0 : 1;
    }
    long cores = inForce;
    Waiting.until("what was replaced is closed", () -> opened() == cores);
    Waiting.until("its sockets too", () -> origin.openConnections() <= cores);
    Waiting.until("and nobody keeps it", this::nobodyKeepsIt);
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private boolean nobodyKeepsIt() {
    System.gc();
    List<Slot> now = new ArrayList<>();
    for (int i = 0; i < BACKENDS; i++) {
      now.add(slot(i));
    }
    slots.removeIf(reference -> reference.get() == null);
    cores.removeIf(reference -> reference.get() == null);
    return slots.stream().map(WeakReference::get).filter(Objects::nonNull).allMatch(now::contains)
        && cores.stream()
            .map(WeakReference::get)
            .filter(Objects::nonNull)
            .noneMatch(BackendCore::closed);
  }
}
