package io.forebay.openapi;

import static io.forebay.openapi.Contracts.document;
import static io.forebay.openapi.Contracts.file;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendRegistry;
import io.forebay.BackendTransferException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.OriginStatus;
import io.forebay.config.Definitions;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Contracts where an exchange has more than one way: hedges, several origins, statuses. */
@ExtendWith(LeakCheck.class)
class ContractWaysTest {
  private static final String ONLY_200 = "get: {responses: {200: {description: d}}}";
  private static final Behaviour VIOLATING = Behaviour.status(418, "teapot");

  @TempDir Path directory;
  private final FakeClock clock = new FakeClock();
  private final Gate gate = new Gate();
  private final MisbehavingOrigin one = MisbehavingOrigin.start().respond(Behaviour.ok("a"));
  private final MisbehavingOrigin other = MisbehavingOrigin.start().respond(Behaviour.ok("b"));

  @AfterEach
  void closeOrigins() {
    gate.open();
    one.close();
    other.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origins(one.url(), other.url());
  }

  private ContractSpec contract(String more) {
    return ContractSpec.of(file(directory, "x.yaml", document("3.0.3", "/x", ONLY_200) + more));
  }

  // ---- hedges

  /** Knows how long exchanges take: 42 of them took no virtual time at all. */
  private ManagedBackend hedging() throws IOException {
    ManagedBackend backend =
        users()
            .openapi(contract(""))
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

  /** A slow first attempt, then a second beside it. */
  private CompletableFuture<Response> raced(Backend backend, Behaviour late, Behaviour second)
      throws Exception {
    one.respond(Behaviour.hold(gate, late));
    other.respond(second);
    int ofOne = one.requestCount();
    int ofOther = other.requestCount();
    CompletableFuture<Response> answer = backend.get("/x").sendAsync();
    one.awaitRequests(ofOne + 1, ofSeconds(5));
    clock.advance(ofMillis(10));
    other.awaitRequests(ofOther + 1, ofSeconds(5));
    return answer;
  }

  private static void settled(Backend backend) {
    Waiting.until("both permits are back", () -> backend.stats().leased() == 0);
    assertThat(backend.origins()).extracting(OriginStatus::up).containsOnly(true);
  }

  private static BackendException failureOf(CompletableFuture<Response> answer) {
    ExecutionException failure =
        catchThrowableOfType(ExecutionException.class, () -> answer.get().close());
    return (BackendException) failure.getCause();
  }

  @Test
  void violatingHedgeDoesNotWin() throws Exception {
    try (ManagedBackend backend = hedging()) {
      CompletableFuture<Response> answer = raced(backend, Behaviour.ok("late"), VIOLATING);
      gate.open();

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("late");
        assertThat(ExchangeReport.of(response).orElseThrow().warnings()).isEmpty();
      }
      settled(backend);
    }
  }

  @Test
  void violatingLoserHarmsNothing() throws Exception {
    try (ManagedBackend backend = hedging()) {
      CompletableFuture<Response> answer = raced(backend, VIOLATING, Behaviour.ok("early"));

      try (Response response = answer.get()) {
        gate.open();
        assertThat(response.body().string()).isEqualTo("early");
      }
      settled(backend);
    }
  }

  @Test
  void violatingFirstIsSavedByItsHedge() throws Exception {
    Gate second = new Gate();
    try (ManagedBackend backend = hedging()) {
      CompletableFuture<Response> answer =
          raced(backend, VIOLATING, Behaviour.hold(second, Behaviour.ok("saved")));
      gate.open();
      Waiting.until("the first one's permit is back", () -> backend.stats().leased() == 1);
      second.open();

      try (Response response = answer.get()) {
        assertThat(response.body().string()).isEqualTo("saved");
      }
      settled(backend);
    }
  }

  @Test
  void twoViolationsFailTheExchange() throws Exception {
    try (ManagedBackend backend = hedging()) {
      CompletableFuture<Response> answer = raced(backend, VIOLATING, VIOLATING);
      gate.open();

      assertThat(failureOf(answer).kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
      settled(backend);
    }
  }

  // ---- several origins

  @Test
  void serversThatAreRelativeAreOfEveryOrigin() throws Exception {
    try (ManagedBackend backend = users().openapi(contract("servers: [{url: /v1}]\n")).build()) {
      for (int i = 0; i < 4; i++) {
        backend.get("/v1/x").send().close();
      }
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> backend.get("/x").send().close())
            .hasMessageContaining("no matching operation");
      }
      assertThat(one.requestCount()).isEqualTo(2);
      assertThat(other.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void serversThatAreAbsoluteAreOfTheOriginThatIsChosen() throws Exception {
    try (ManagedBackend backend =
        users().openapi(contract("servers: [{url: '" + one.url() + "'}]\n")).build()) {
      int refused = 0;
      for (int i = 0; i < 4; i++) {
        try {
          backend.get("/x").send().close();
        } catch (BackendException e) {
          assertThat(e.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_REQUEST);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(2);
      assertThat(one.requestCount()).isEqualTo(2);
      assertThat(other.requestCount()).isZero();
    }
  }

  @Test
  void violationIsNotTriedAtTheOtherOrigin() throws Exception {
    one.respond(VIOLATING);
    other.respond(VIOLATING);
    try (ManagedBackend backend =
        users().openapi(contract("")).retries(r -> r.withAttempts(3)).build()) {
      assertThatThrownBy(() -> backend.get("/x").send().close())
          .isInstanceOf(BackendTransferException.class);

      assertThat(one.requestCount() + other.requestCount()).isEqualTo(1);
      settled(backend);
    }
  }

  @Test
  void violationOfManyAtOnceGivesEveryPermitBack() throws Exception {
    one.respond(VIOLATING);
    try (ManagedBackend backend =
        users().openapi(contract("")).maxConnections(3).permitTimeout(ofSeconds(60)).build()) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[60];
      for (int i = 0; i < all.length; i++) {
        all[i] = backend.get("/x").sendAsync().thenAccept(Response::close).exceptionally(e -> null);
      }
      CompletableFuture.allOf(all).join();
      Waiting.until("all permits are back", () -> backend.stats().leased() == 0);
      assertThat(one.requestCount() + other.requestCount()).isEqualTo(60);
    }
  }

  // ---- beside a status that is expected

  @Test
  void oas13ViolationComesBeforeTheStatus() throws Exception {
    one.respond(VIOLATING);
    try (ManagedBackend backend =
        Backend.builder("users")
            .origin(one.url())
            .openapi(contract(""))
            .expectedStatus(200)
            .maxConnections(1)
            .permitTimeout(ZERO)
            .build()) {
      violates(backend);
      violates(backend);
    }
  }

  @Test
  void oas13ViolationComesBeforeTheStatusFromText() throws Exception {
    one.respond(VIOLATING);
    Path file = contract("").file();
    String text =
        "backends: {users: {origin: '%s', openapi: {file: '%s'}, expected_status: 200}}"
            .formatted(one.url(), file);
    try (BackendRegistry registry = Definitions.read(text).open()) {
      violates(registry.backend("users"));
    }
  }

  private static void violates(Backend backend) {
    BackendTransferException failure =
        catchThrowableOfType(
            BackendTransferException.class, () -> backend.get("/x").send().close());
    assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
    assertThat(failure.received().orElseThrow().status()).isEqualTo(418);
  }

  @Test
  void oas12ResponseBehindAViolationCanStillBeRead() throws Exception {
    one.respond(Behaviour.status(418, "teapot", "X-Pot: tea"));
    try (ManagedBackend backend =
        Backend.builder("users").origin(one.url()).openapi(contract("")).build()) {
      BackendTransferException.Received received =
          catchThrowableOfType(
                  BackendTransferException.class, () -> backend.get("/x").send().close())
              .received()
              .orElseThrow();

      assertThat(received.status()).isEqualTo(418);
      assertThat(received.headers().get("X-Pot")).containsExactly("tea");
      assertThat(received.text()).isEqualTo("teapot");
      assertThat(received.complete()).isTrue();
    }
  }

  @Test
  void violationThatIsIgnoredLeavesTheStatusToJudge() throws Exception {
    one.respond(VIOLATING);
    try (ManagedBackend backend =
        Backend.builder("users")
            .origin(one.url())
            .openapi(contract("").withIgnoreResponseViolations(true))
            .expectedStatus(200)
            .build()) {
      assertThatThrownBy(() -> backend.get("/x").send().close())
          .satisfies(
              e ->
                  assertThat(((BackendException) e).kind()).isEqualTo(ErrorKind.UNEXPECTED_STATUS));
    }
  }
}
