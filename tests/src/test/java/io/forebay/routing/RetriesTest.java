package io.forebay.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendTimeoutException;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.spec.Backoff;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetryOn;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Further attempts, on a real wire. */
class RetriesTest {
  private static final RetryBudgetSpec ALL = new RetryBudgetSpec(100, 100);

  private final Cluster cluster = new Cluster(3);
  private final FakeClock clock = new FakeClock();

  @AfterEach
  void closeOrigins() {
    cluster.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origins(cluster.urls()).clock(clock);
  }

  /** Without pauses, because nobody moves the clock while a call waits. */
  private BackendBuilder eager() {
    return users().retries(r -> r.withBackoff(Backoff.NONE).withBudget(ALL));
  }

  private int requests() {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += cluster.origin(i).requestCount();
    }
    return sum;
  }

  @Test
  void anotherOriginServesWhatOneCannot() throws IOException {
    cluster.origin(0).respond(Behaviour.status(503, "busy"));
    try (ManagedBackend backend = eager().build();
        Response response = backend.get("/x").send()) {
      assertThat(response.body().string()).isEqualTo("b");
      ExchangeReport report = ExchangeReport.of(response).orElseThrow();
      assertThat(report.attempts()).isEqualTo(2);
      assertThat(report.origin()).isEqualTo(cluster.urls()[1]);
    }
  }

  @Test
  void postIsNotRepeatedAfterAnAnswer() throws IOException {
    cluster.origin(0).respond(Behaviour.status(503, "busy"));
    try (ManagedBackend backend = eager().build();
        Response response = backend.post("/x").body("text/plain", "order").send()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(requests()).isEqualTo(1);
    }
  }

  @Test
  void postThatIsListedIsRepeated() throws IOException {
    cluster.origin(0).respond(Behaviour.status(503, "busy"));
    RetryOn posts = RetryOn.DEFAULT.withMethods(Set.of("POST"));
    try (ManagedBackend backend =
            users()
                .retries(r -> r.withBackoff(Backoff.NONE).withBudget(ALL).withOn(posts))
                .build();
        Response response = backend.post("/x").body("text/plain", "order").send()) {
      assertThat(response.body().string()).isEqualTo("b");
    }
  }

  @Test
  void postGoesElsewhereWhereNobodyListens() throws IOException {
    MisbehavingOrigin gone = MisbehavingOrigin.start();
    gone.close();
    try (ManagedBackend backend =
            Backend.builder("users")
                .origins(gone.url(), cluster.urls()[1])
                .clock(clock)
                .retries(r -> r.withBackoff(Backoff.NONE))
                .build();
        Response response = backend.post("/x").body("text/plain", "order").send()) {
      assertThat(response.body().string()).isEqualTo("b");
    }
  }

  @Test
  void lostConnectionIsRepeatedElsewhereForAGet() throws IOException {
    cluster.origin(0).respond(Behaviour.readThenReset());
    try (ManagedBackend backend = eager().build();
        Response response = backend.get("/x").send()) {
      assertThat(response.body().string()).isEqualTo("b");
    }
  }

  @Test
  void attemptsEndAndTheLastAnswerIsHandedOn() throws IOException {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.status(503, Cluster.name(i) + " is busy"));
    }
    try (ManagedBackend backend =
            users()
                .retries(r -> r.withAttempts(3).withBackoff(Backoff.NONE).withBudget(ALL))
                .build();
        Response response = backend.get("/x").send()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(response.body().string()).isEqualTo("c is busy");
      assertThat(requests()).isEqualTo(3);
      assertThat(backend.stats().leased()).isEqualTo(0);
    }
  }

  @Test
  void budgetBoundsWhatAllMayDoTogether() throws IOException {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.status(503, "busy"));
    }
    try (ManagedBackend backend =
        users()
            .outlier(o -> o.maxEjectedPercent(0))
            .retries(r -> r.withBackoff(Backoff.NONE).withBudget(new RetryBudgetSpec(10, 0)))
            .build()) {
      for (int i = 0; i < 100; i++) {
        backend.get("/x").send().close();
      }

      assertThat(requests()).isEqualTo(110);
    }
  }

  @Test
  void pauseAndRetryAfterAreWaitedFor() throws Exception {
    cluster.origin(0).respond(Behaviour.status(503, "busy", "Retry-After: 7"));
    try (ManagedBackend backend =
        users().retries(r -> r.withBackoff(Backoff.NONE).withBudget(ALL)).build()) {
      CompletableFuture<Response> answer = backend.get("/x").sendAsync();
      Waiting.until("a pause and a sweep are planned", () -> clock.scheduled() == 2);
      clock.advance(ofMillis(6_999));
      assertThat(requests()).isEqualTo(1);
      clock.advance(ofMillis(1));

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("b");
      }
    }
  }

  @Test
  void cancelEndsThePause() throws Exception {
    cluster.origin(0).respond(Behaviour.status(503, "busy", "Retry-After: 7"));
    try (ManagedBackend backend = eager().build()) {
      CompletableFuture<Response> answer = backend.get("/x").sendAsync();
      Waiting.until("a pause and a sweep are planned", () -> clock.scheduled() == 2);
      answer.cancel(true);

      Waiting.until("only the sweep is left", () -> clock.scheduled() == 1);
      assertThat(requests()).isEqualTo(1);
    }
  }

  @Test
  void longRetryAfterIsTheCallersToWait() throws IOException {
    cluster.origin(0).respond(Behaviour.status(503, "busy", "Retry-After: 3600"));
    try (ManagedBackend backend = eager().build();
        Response response = backend.get("/x").send()) {
      assertThat(response.code()).isEqualTo(503);
    }
  }

  @Test
  void slowAttemptIsGivenUpAndMadeElsewhere() throws IOException {
    cluster.origin(0).respond(Behaviour.readThenSilence());
    RetryOn late = RetryOn.DEFAULT.withTimeLimits(true);
    try (ManagedBackend backend =
            users()
                .attemptTimeout(ofMillis(150))
                .retries(r -> r.withBackoff(Backoff.NONE).withBudget(ALL).withOn(late))
                .build();
        Response response = backend.get("/x").send()) {
      assertThat(response.body().string()).isEqualTo("b");
      assertThat(ExchangeReport.of(response).orElseThrow().attempts()).isEqualTo(2);
    }
  }

  @Test
  void loneOriginIsAskedAgainOnlyIfThatIsSaid() throws IOException {
    MisbehavingOrigin origin = cluster.origin(0);
    origin.enqueue(Behaviour.status(503, "busy"), Behaviour.ok("fine"));
    origin.enqueue(Behaviour.status(503, "busy"));
    try (ManagedBackend backend =
        Backend.builder("users").origin(origin.url()).clock(clock).build()) {
      Backend again =
          backend.refine(m -> m.retries(r -> r.withBackoff(Backoff.NONE).withBudget(ALL)));
      try (Response response = again.get("/x").send()) {
        assertThat(response.body().string()).isEqualTo("fine");
      }
      try (Response response = backend.get("/x").send()) {
        assertThat(response.code()).isEqualTo(503);
      }
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
    }
  }

  @Test
  void deadlineHeaderTellsWhatIsLeft() throws IOException {
    try (ManagedBackend backend =
        users().timeout(ofSeconds(20)).retries(r -> r.withDeadlineHeader("X-Left-Ms")).build()) {
      backend.get("/x").send().close();

      String left = cluster.origin(0).requests().get(0).header("X-Left-Ms").orElseThrow();
      assertThat(Long.parseLong(left)).isBetween(1L, 20_000L);
    }
  }

  @Test
  void failureSaysHowManyAttemptsThereWere() {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.readThenReset());
    }
    try (ManagedBackend backend = eager().build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close());

      assertThat(failure.attempt()).isEqualTo(2);
      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void totalLimitHoldsOverAllAttempts() throws Exception {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.readThenSilence());
    }
    RetryOn late = RetryOn.DEFAULT.withTimeLimits(true);
    try (ManagedBackend backend =
        users()
            .timeout(ofMillis(400))
            .attemptTimeout(ofMillis(150))
            .retries(r -> r.withAttempts(10).withBackoff(Backoff.NONE).withBudget(ALL).withOn(late))
            .build()) {
      ExecutionException thrown =
          catchThrowableOfType(ExecutionException.class, () -> backend.get("/x").sendAsync().get());

      assertThat(thrown.getCause()).isInstanceOf(BackendTimeoutException.class);
      assertThat(((BackendTimeoutException) thrown.getCause()).limit())
          .isEqualTo(BackendTimeoutException.Limit.TOTAL);
      Waiting.until("permits are back", () -> backend.stats().leased() == 0);
    }
  }
}
