package io.forebay.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.OriginStatus;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second attempt beside a slow one, on a real wire. */
class HedgingTest {
  private final Cluster cluster = new Cluster(3);
  private final FakeClock clock = new FakeClock();
  private final Gate gate = new Gate();

  @AfterEach
  void closeOrigins() {
    gate.open();
    cluster.close();
  }

  /** Knows how long exchanges take: 40 of them took no virtual time at all. */
  private ManagedBackend warm() throws IOException {
    ManagedBackend backend =
        Backend.builder("users")
            .origins(cluster.urls())
            .clock(clock)
            .retries(
                r -> r.withHedge(new HedgeSpec(95, 100)).withBudget(new RetryBudgetSpec(100, 100)))
            .build();
    for (int i = 0; i < 42; i++) {
      backend.get("/x").send().close();
    }
    clock.advance(ofSeconds(1)); // A percentile is good for a moment.
    return backend;
  }

  private CompletableFuture<Response> slowFirst(Backend backend) throws Exception {
    cluster.origin(0).respond(Behaviour.hold(gate, Behaviour.ok("late")));
    int before = cluster.origin(0).requestCount();
    CompletableFuture<Response> answer = backend.get("/x").sendAsync();
    cluster.origin(0).awaitRequests(before + 1, ofSeconds(5));
    return answer;
  }

  @Test
  void earlierAnswerWinsAndTheLoserIsGivenUp() throws Exception {
    try (ManagedBackend backend = warm()) {
      CompletableFuture<Response> answer = slowFirst(backend);
      clock.advance(ofMillis(10));

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("b");
        ExchangeReport report = ExchangeReport.of(response).orElseThrow();
        assertThat(report.origin()).isEqualTo(cluster.urls()[1]);
        assertThat(report.attempts()).isEqualTo(2);
      }
      Waiting.until("the loser's permit is back", () -> backend.stats().leased() == 0);
      assertThat(backend.origins()).extracting(OriginStatus::up).containsOnly(true);
    }
  }

  @Test
  void slowFirstWinsWhereTheSecondFails() throws Exception {
    try (ManagedBackend backend = warm()) {
      CompletableFuture<Response> answer = slowFirst(backend);
      cluster.origin(1).respond(Behaviour.readThenReset());
      int before = cluster.origin(1).requestCount();
      clock.advance(ofMillis(10));
      cluster.origin(1).awaitRequests(before + 1, ofSeconds(5));
      gate.open();

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("late");
      }
    }
  }

  @Test
  void cancelGivesUpBoth() throws Exception {
    try (ManagedBackend backend = warm()) {
      CompletableFuture<Response> answer = slowFirst(backend);
      cluster.origin(1).respond(Behaviour.hold(gate, Behaviour.ok("late")));
      int before = cluster.origin(1).requestCount();
      clock.advance(ofMillis(10));
      cluster.origin(1).awaitRequests(before + 1, ofSeconds(5));
      answer.cancel(true);

      Waiting.until("both permits are back", () -> backend.stats().leased() == 0);
      assertThat(backend.origins()).extracting(OriginStatus::up).containsOnly(true);
    }
  }

  @Test
  void postIsNeverHedged() throws Exception {
    try (ManagedBackend backend = warm()) {
      cluster.origin(0).respond(Behaviour.hold(gate, Behaviour.ok("late")));
      int before = cluster.origin(0).requestCount();
      CompletableFuture<Response> answer =
          backend.post("/x").body("text/plain", "order").sendAsync();
      cluster.origin(0).awaitRequests(before + 1, ofSeconds(5));
      clock.advance(ofSeconds(1));
      gate.open();

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("late");
      }
      assertThat(cluster.origin(1).requestCount() + cluster.origin(2).requestCount()).isEqualTo(28);
    }
  }
}
