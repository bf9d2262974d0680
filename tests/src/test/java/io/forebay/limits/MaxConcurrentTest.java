package io.forebay.limits;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRefusedException;
import io.forebay.BackendStats;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bound on attempts in flight over a whole backend. */
class MaxConcurrentTest {
  private final MisbehavingOrigin one = MisbehavingOrigin.start();
  private final MisbehavingOrigin two = MisbehavingOrigin.start();
  private final Gate gate = new Gate();

  @AfterEach
  void closeOrigins() {
    gate.open();
    one.close();
    two.close();
  }

  private BackendBuilder users(boolean several) {
    BackendBuilder builder = Backend.builder("users");
    return several ? builder.origins(one.url(), two.url()) : builder.origin(one.url());
  }

  private void hold() {
    one.respond(Behaviour.hold(gate, Behaviour.ok("late")));
    two.respond(Behaviour.hold(gate, Behaviour.ok("late")));
  }

  private int requests() {
    return one.requestCount() + two.requestCount();
  }

  private void holdsOverAll(boolean several) throws Exception {
    hold();
    try (ManagedBackend backend = users(several).maxConcurrent(2).build()) {
      List<CompletableFuture<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(backend.get("/x").sendAsync());
      }
      Waiting.until("two are in flight", () -> requests() == 2);
      assertThat(backend.stats().limited()).isEqualTo(new BackendStats.Limited(2, 2, 3, 0));
      assertThat(backend.stats().leased()).isEqualTo(2);
      BackendRefusedException refused = refused(backend.refine(m -> m.permitTimeout(ofMillis(20))));
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      assertThat(refused)
          .hasMessageContaining("no place within 20ms (max_concurrent=2, active=2, waiting=3)");
      gate.open();
      for (CompletableFuture<Response> call : calls) {
        call.get(5, TimeUnit.SECONDS).close();
      }
      Waiting.until("all places are back", () -> backend.stats().limited().active() == 0);
      assertThat(requests()).isEqualTo(5);
    }
  }

  private static BackendRefusedException refused(Backend backend) {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void boundHoldsForTheOnlyOrigin() throws Exception {
    holdsOverAll(false);
  }

  @Test
  void boundHoldsOverAllOrigins() throws Exception {
    holdsOverAll(true);
  }

  @Test
  void placeComesBackWithTheBody() throws Exception {
    one.respond(Behaviour.ok("body"));
    two.respond(Behaviour.ok("body"));
    for (boolean several : new boolean[] {false, true}) {
      try (ManagedBackend backend = users(several).maxConcurrent(1).build()) {
        Response open = backend.get("/x").send();
        assertThat(backend.stats().limited().active()).isEqualTo(1);
        Backend hasty = backend.refine(m -> m.permitTimeout(Duration.ZERO));
        assertThat(refused(hasty).kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
        open.close();
        hasty.get("/x").send().close();
        assertThat(backend.stats().limited().active()).isZero();
      }
    }
  }

  @Test
  void placeComesBackWithAFailure() throws Exception {
    one.respond(Behaviour.resetOnAccept());
    try (ManagedBackend backend = users(false).maxConcurrent(1).build()) {
      for (int i = 0; i < 3; i++) {
        Exception unused =
            catchThrowableOfType(Exception.class, () -> backend.post("/x").send().close());
      }
      assertThat(backend.stats().limited().active()).isZero();
    }
  }

  @Test
  void cancelledWaitLeavesTheLine() throws Exception {
    hold();
    try (ManagedBackend backend = users(true).maxConcurrent(1).build()) {
      CompletableFuture<Response> first = backend.get("/x").sendAsync();
      Waiting.until("one is in flight", () -> requests() == 1);
      CompletableFuture<Response> waits = backend.get("/x").sendAsync();
      Waiting.until("one waits", () -> backend.stats().limited().waiting() == 1);
      waits.cancel(true);
      Waiting.until("nobody waits", () -> backend.stats().limited().waiting() == 0);
      gate.open();
      first.get(5, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void closingTheBackendEndsWaits() throws Exception {
    hold();
    ManagedBackend backend = users(true).maxConcurrent(1).build();
    CompletableFuture<Response> first = backend.get("/x").sendAsync();
    Waiting.until("one is in flight", () -> requests() == 1);
    CompletableFuture<Response> waits = backend.get("/x").sendAsync();
    Waiting.until("one waits", () -> backend.stats().limited().waiting() == 1);
    backend.close(Duration.ZERO);
    assertThat(waits).failsWithin(ofSeconds(5));
    assertThat(first).failsWithin(ofSeconds(5));
  }

  @Test
  void adaptiveLimitShrinksWhereTheOriginTurnsCallersAway() throws Exception {
    one.respond(Behaviour.status(503, "busy"));
    AdaptiveSpec rules = AdaptiveSpec.DEFAULT.within(1, 10, 4).withBackoff(0.5);
    try (ManagedBackend backend = users(false).adaptiveConcurrency(rules).build()) {
      assertThat(backend.stats().limited().max()).isEqualTo(4);
      Waiting.until(
          "the limit is down",
          () -> {
            Exception unused =
                catchThrowableOfType(Exception.class, () -> backend.get("/x").send().close());
            return backend.stats().limited().max() == 1;
          });
      assertThat(backend.explain()).contains("one of 1 to 10 places");
    }
  }
}
