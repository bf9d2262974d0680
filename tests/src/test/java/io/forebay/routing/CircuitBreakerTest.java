package io.forebay.routing;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendObserver;
import io.forebay.BackendRefusedException;
import io.forebay.BreakerState;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.spec.BreakerSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A circuit breaker over a real wire. */
class CircuitBreakerTest {
  private final Cluster cluster = new Cluster(2);
  private final FakeClock clock = new FakeClock();
  private final List<BreakerState> news = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeOrigins() {
    cluster.close();
  }

  private ManagedBackend users(BreakerSpec rules) {
    return Backend.builder("users")
        .origin(cluster.urls()[0])
        .clock(clock)
        .circuitBreaker(rules)
        .maxConnections(1)
        .observer(
            new BackendObserver() {
              @Override
              public void breakerChanged(
                  String label, Optional<String> origin, BreakerState state) {
                news.add(state);
              }
            })
        .build();
  }

  private static void fail(Backend backend, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      backend.get("/x").send().close();
    }
  }

  private static BackendRefusedException refused(Backend backend) {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void opensAfterErrorsInARowAndRefusesWithoutSending() throws IOException {
    cluster.origin(0).respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users(BreakerSpec.consecutiveErrors(2, ofSeconds(10)))) {
      fail(backend, 3);

      BackendRefusedException refused = refused(backend);
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_BREAKER_OPEN);
      assertThat(refused.outcome()).isEqualTo(Outcome.LOCAL_REFUSED);
      assertThat(refused.suggestedStatus()).isEqualTo(503);
      assertThat(refused).hasMessageContaining("the circuit breaker is open for another 10");
      assertThat(cluster.origin(0).requestCount()).isEqualTo(3);
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void trialDecidesWhetherItCloses() throws IOException {
    cluster.origin(0).respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users(BreakerSpec.consecutiveErrors(0, ofSeconds(10)))) {
      fail(backend, 1);
      clock.advance(ofSeconds(11));
      fail(backend, 1);
      assertThat(refused(backend).kind()).isEqualTo(ErrorKind.BACKEND_BREAKER_OPEN);

      cluster.origin(0).respond(Behaviour.ok("fine"));
      clock.advance(ofSeconds(11));
      fail(backend, 2);

      assertThat(news)
          .containsExactly(
              BreakerState.OPEN,
              BreakerState.HALF_OPEN,
              BreakerState.OPEN,
              BreakerState.HALF_OPEN,
              BreakerState.CLOSED);
    }
  }

  @Test
  void whatWeRefuseAndWhatIsGivenUpCountsForNothing() throws Exception {
    Gate gate = new Gate();
    cluster.origin(0).respond(Behaviour.hold(gate, Behaviour.ok("late")));
    try (ManagedBackend backend = users(BreakerSpec.consecutiveErrors(0, ofSeconds(10)))) {
      CompletableFuture<Response> holder = backend.get("/x").sendAsync();
      cluster.origin(0).awaitRequests(1, ofSeconds(5));
      Backend hasty = backend.refine(m -> m.permitTimeout(Duration.ZERO));
      assertThat(refused(hasty).kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      holder.cancel(true);
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      gate.open();

      assertThat(news).isEmpty();
      fail(backend, 1);
    }
  }

  @Test
  void openOriginIsLeftOutAndComesBackForTrials() throws IOException {
    cluster.origin(0).respond(Behaviour.status(500, "broken"));
    BreakerSpec rules = BreakerSpec.consecutiveErrors(0, ofSeconds(10));
    BreakerSpec each =
        new BreakerSpec(
            rules.failureRatePercent(),
            rules.minimumCalls(),
            rules.window(),
            rules.slowCall(),
            rules.openFor(),
            rules.trialCalls(),
            BreakerSpec.Scope.ORIGIN);
    try (ManagedBackend backend =
        Backend.builder("users")
            .origins(cluster.urls())
            .panicThreshold(0)
            .clock(clock)
            .circuitBreaker(each)
            .build()) {
      List<String> served = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        try (Response response = backend.get("/x").send()) {
          served.add(response.body().string());
        }
      }
      assertThat(served).containsExactly("broken", "b", "b", "b", "b");

      cluster.origin(0).respond(Behaviour.ok("a"));
      clock.advance(ofSeconds(11));
      for (int i = 0; i < 2; i++) {
        try (Response response = backend.get("/x").send()) {
          served.add(response.body().string());
        }
      }
      assertThat(served).contains("a");
    }
  }
}
