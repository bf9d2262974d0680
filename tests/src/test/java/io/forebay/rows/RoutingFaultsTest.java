package io.forebay.rows;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendObserver;
import io.forebay.BackendRefusedException;
import io.forebay.BreakerState;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.OriginStatus;
import io.forebay.health.Ejection;
import io.forebay.spec.Backoff;
import io.forebay.spec.BreakerSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of faults where there are several origins, on a real wire. */
class RoutingFaultsTest {
  private final List<MisbehavingOrigin> origins =
      Stream.generate(() -> MisbehavingOrigin.start().respond(Behaviour.ok("fine")))
          .limit(4)
          .toList();
  private final FakeClock clock = new FakeClock();
  private final List<String> news = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeOrigins() {
    origins.forEach(MisbehavingOrigin::close);
  }

  private BackendBuilder users() {
    return Backend.builder("users")
        .origins(origins.stream().map(MisbehavingOrigin::url).toArray(String[]::new))
        .clock(clock)
        .observer(new News());
  }

  /** What observers are told. */
  private final class News implements BackendObserver {
    @Override
    public void originEjected(String label, Ejection ejection) {
      news.add("ejected");
    }

    @Override
    public void originReadmitted(String label, String origin) {
      news.add("back");
    }

    @Override
    public void breakerChanged(String label, Optional<String> origin, BreakerState state) {
      news.add("breaker " + state.text());
    }
  }

  private void all(Behaviour behaviour) {
    origins.forEach(origin -> origin.respond(behaviour));
  }

  private int requests() {
    return origins.stream().mapToInt(MisbehavingOrigin::requestCount).sum();
  }

  private static void call(Backend backend, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      backend.get("/x").send().close();
    }
  }

  @Test
  @DisplayName("H5 probes pass and traffic fails: ejected within five errors, and stays out")
  void trafficThatFailsEjectsAlthoughProbesPass() throws IOException {
    origins.get(0).respond(Behaviour.status(500, "broken"));
    origins.get(0).route("/healthz", Behaviour.ok("fine"));
    try (ManagedBackend backend = users().health(h -> h.path("/healthz").jitter(0)).build()) {
      call(backend, 20);
      assertThat(news).containsExactly("ejected");

      for (int second = 0; second < 5; second++) {
        clock.advance(ofSeconds(1));
        Waiting.until("probes are planned", () -> clock.scheduled() == 5);
      }
      assertThat(backend.origins().get(0).health().healthy()).isTrue();
      assertThat(news).containsExactly("ejected");
    }
  }

  @Test
  @DisplayName("H8 all origins fail: at most half are ejected, and all are back after the time")
  void atMostHalfAreEjected() throws IOException {
    all(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().build()) {
      call(backend, 40);
      assertThat(backend.origins()).filteredOn(OriginStatus::ejected).hasSize(2);

      all(Behaviour.ok("fine"));
      clock.advance(ofSeconds(60));
      assertThat(backend.origins()).extracting(OriginStatus::up).containsOnly(true);
      call(backend, 4);
    }
  }

  @Test
  @DisplayName("H10 what we refuse and what callers give up ejects nobody and opens no breaker")
  void refusalsAndCancelsCountForNothing() throws Exception {
    Gate gate = new Gate();
    all(Behaviour.hold(gate, Behaviour.ok("late")));
    try (ManagedBackend backend =
        users()
            .maxConnections(1)
            .circuitBreaker(BreakerSpec.consecutiveErrors(0, ofSeconds(10)))
            .build()) {
      List<CompletableFuture<Response>> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        held.add(backend.get("/x").sendAsync());
      }
      Waiting.until("all permits are taken", () -> backend.stats().leased() == 4);
      Backend hasty = backend.refine(m -> m.permitTimeout(ZERO));
      for (int i = 0; i < 40; i++) {
        BackendRefusedException refused =
            catchThrowableOfType(BackendRefusedException.class, () -> call(hasty, 1));
        assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      }
      held.forEach(answer -> answer.cancel(true));
      Waiting.until("the permits are back", () -> backend.stats().leased() == 0);
      gate.open();

      assertThat(news).isEmpty();
      call(backend, 4);
    }
  }

  @Test
  @DisplayName("L6 every call fails: the origins see a tenth more than the calls")
  void retriesStayWithinTheBudget() throws IOException {
    all(Behaviour.readThenReset());
    try (ManagedBackend backend =
        users().retries(r -> r.withAttempts(5).withBackoff(Backoff.NONE)).build()) {
      for (int i = 0; i < 300; i++) {
        try {
          call(backend, 1);
        } catch (IOException expected) {
          clock.advance(PAUSE);
        }
      }
      assertThat(requests()).isBetween(301, 330 + 10);
    }
  }

  private static final Duration PAUSE = ofMillis(10);
}
