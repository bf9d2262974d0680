package io.forebay.limits;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendCancelledException;
import io.forebay.BackendException;
import io.forebay.BackendRefusedException;
import io.forebay.BackendTimeoutException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Throttles over a real wire. */
class ThrottleTest {
  private static final Throttle ONE = Throttle.of(1, ofSeconds(2));

  private final MisbehavingOrigin origin = MisbehavingOrigin.start();
  private final FakeClock clock = new FakeClock();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users(Throttle... throttles) {
    return Backend.builder("users").origin(origin.url()).clock(clock).throttle(throttles);
  }

  private static Throttle blocking(Throttle.Windowed throttle) {
    return throttle.withMode(Mode.BLOCK);
  }

  private static BackendRefusedException refused(Backend backend) {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  private static void throttled(Backend backend, int count) {
    Waiting.until(count + " wait", () -> backend.stats().limited().throttled() == count);
  }

  @Test
  void thr10OneOfFourReachesTheOriginAndTheOthersAreToldWhy() throws IOException {
    try (ManagedBackend backend = users(blocking(Throttle.of(1, ofSeconds(2)))).build()) {
      backend.get("/x").send().close();
      for (int i = 0; i < 3; i++) {
        BackendRefusedException refused = refused(backend);
        assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_THROTTLE_EXCEEDED);
        assertThat(refused.kind().text()).isEqualTo("backend_throttle_exceeded");
        assertThat(refused.suggestedStatus()).isEqualTo(429);
        assertThat(refused.outcome()).isEqualTo(Outcome.LOCAL_REFUSED);
        assertThat(refused)
            .hasMessageContaining(
                "the throttle is exceeded: at most 1 per 2s (sliding), the next slot is free in"
                    + " 2s");
      }
      assertThat(origin.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void thr07FourAsynchronousCallsGoOneByOneAndHoldNoPermitMeanwhile() throws Exception {
    try (ManagedBackend backend = users(ONE).build()) {
      List<CompletableFuture<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(backend.get("/" + i).sendAsync());
        throttled(backend, i);
      }
      for (int i = 0; i < 4; i++) {
        calls.get(i).get(5, TimeUnit.SECONDS).close();
        Waiting.until("permits are back", () -> backend.stats().leased() == 0);
        assertThat(origin.requestCount()).isEqualTo(i + 1);
        clock.advance(ofMillis(1_999));
        assertThat(origin.requestCount()).isEqualTo(i + 1);
        clock.advance(ofMillis(1));
      }
    }
  }

  @Test
  void synchronousCallerWaitsForItsSlot() throws Exception {
    try (ManagedBackend backend = users(ONE).build()) {
      backend.get("/a").send().close();
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(() -> status(backend.newCall(request())));
      throttled(backend, 1);
      clock.advance(ofSeconds(2));
      assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  private Request request() {
    return new Request.Builder().url(origin.url()).build();
  }

  private static int status(Call call) {
    try (Response response = call.execute()) {
      return response.code();
    } catch (IOException e) {
      return e instanceof BackendCancelledException ? 0 : -1;
    }
  }

  @Test
  void run13WaitThatCannotEndWithinTheTimeoutEndsAtOnceWithTheNumbers() throws IOException {
    try (ManagedBackend backend = users(ONE).timeout(ofMillis(500)).build()) {
      backend.get("/a").send().close();
      BackendTimeoutException late =
          catchThrowableOfType(
              BackendTimeoutException.class, () -> backend.get("/b").send().close());
      assertThat(late.suggestedStatus()).isEqualTo(504);
      assertThat(late.outcome()).isEqualTo(Outcome.LOCAL_REFUSED);
      assertThat(late)
          .hasMessageContaining("timeout 500ms cannot be met in phase admit")
          .hasMessageContaining("at most 1 per 2s (sliding), the next slot is free in 2s");
    }
  }

  @Test
  void cancelledWaitSpendsNothing() throws Exception {
    try (ManagedBackend backend = users(ONE).build()) {
      backend.get("/a").send().close();
      Call call = backend.newCall(request());
      CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> status(call));
      throttled(backend, 1);
      CompletableFuture<Response> next = backend.get("/c").sendAsync();
      throttled(backend, 2);
      call.cancel();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isZero();
      clock.advance(ofSeconds(2));
      next.get(5, TimeUnit.SECONDS).close();
      assertThat(origin.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void closingTheBackendEndsWaits() throws Exception {
    ManagedBackend backend = users(ONE).build();
    backend.get("/a").send().close();
    CompletableFuture<Response> waits = backend.get("/b").sendAsync();
    throttled(backend, 1);
    backend.close();
    assertThat(catchThrowableOfType(ExecutionException.class, () -> waits.get(5, TimeUnit.SECONDS)))
        .cause()
        .isInstanceOf(BackendRefusedException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refinementsShareTheThrottle() throws IOException {
    try (ManagedBackend backend = users(blocking(Throttle.of(1, ofSeconds(2)))).build()) {
      backend.refine(m -> m.path("/other")).get("/x").send().close();
      assertThat(refused(backend).kind()).isEqualTo(ErrorKind.BACKEND_THROTTLE_EXCEEDED);
    }
  }

  @Test
  void retriesCount() throws IOException {
    origin.respond(Behaviour.status(503, "busy"));
    RetrySpec twice =
        RetrySpec.DEFAULT
            .withAttempts(2)
            .withOn(RetryOn.DEFAULT.withStatuses(Set.of(503)))
            .withBackoff(RetrySpec.DEFAULT.backoff().withBase(Duration.ZERO));
    Throttle two = blocking(Throttle.of(2, ofSeconds(2)));
    try (ManagedBackend backend = users(two).retries(twice).build()) {
      backend.get("/x").send().close();
      assertThat(origin.requestCount()).isEqualTo(2);
      assertThat(refused(backend).kind()).isEqualTo(ErrorKind.BACKEND_THROTTLE_EXCEEDED);
    }
  }

  @Test
  void whoIsRefusedFurtherOnSpendsNothing() throws Exception {
    Gate gate = new Gate();
    Throttle two = blocking(Throttle.of(2, ofSeconds(2)));
    try (ManagedBackend backend = users(two).maxConnections(1).build()) {
      origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
      CompletableFuture<Response> holder = backend.get("/x").sendAsync();
      origin.awaitRequests(1, ofSeconds(5));
      Backend hasty = backend.refine(m -> m.permitTimeout(Duration.ZERO));
      for (int i = 0; i < 3; i++) {
        assertThat(refused(hasty).kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      }
      gate.open();
      holder.get(5, TimeUnit.SECONDS).close();
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      backend.get("/y").send().close();
      assertThat(refused(backend).kind()).isEqualTo(ErrorKind.BACKEND_THROTTLE_EXCEEDED);
    }
  }

  @Test
  void requestThatCannotBeSentSpendsNothing() throws IOException {
    try (ManagedBackend backend = users(blocking(Throttle.of(1, ofSeconds(2)))).build()) {
      Backend wrong = backend.refine(m -> m.path("/x/**"));
      BackendException failure =
          catchThrowableOfType(
              BackendException.class, () -> wrong.get("/x").with("**", "a?b").send().close());
      assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      backend.get("/x").send().close();
      assertThat(origin.requestCount()).isEqualTo(1);
    }
  }

  /** Slots of those who wait for a permit are not used all at once when the permit comes. */
  @Test
  void whoWaitedForAPermitStartsAtASlotOfThen() throws Exception {
    Gate gate = new Gate();
    try (ManagedBackend backend = users(ONE).maxConnections(1).build()) {
      origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
      CompletableFuture<Response> a = backend.get("/a").sendAsync();
      origin.awaitRequests(1, ofSeconds(5));
      CompletableFuture<Response> b = backend.get("/b").sendAsync();
      CompletableFuture<Response> c = backend.get("/c").sendAsync();
      throttled(backend, 2);
      clock.advance(ofSeconds(2));
      Waiting.until("b waits for the permit", () -> backend.stats().waiting() == 1);
      clock.advance(ofSeconds(2));
      Waiting.until("c waits for the permit", () -> backend.stats().waiting() == 2);
      gate.open();
      origin.respond(Behaviour.ok("fine"));
      a.get(5, TimeUnit.SECONDS).close();
      b.get(5, TimeUnit.SECONDS).close();
      throttled(backend, 1);
      assertThat(origin.requestCount()).isEqualTo(2);
      clock.advance(ofSeconds(2));
      c.get(5, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void explanationTellsTheLimitAndTheStep() {
    try (ManagedBackend backend = users(ONE, Throttle.rate(10, 5).withMode(Mode.BLOCK)).build()) {
      assertThat(backend.explain())
          .containsPattern("throttle +1 per 2s \\(sliding\\), wait")
          .containsPattern("throttle +10.0 a second, 5 at once, block")
          .contains("at most 1 per 2s (sliding), others wait; 10.0 a second, 5 at once, others");
    }
  }
}
