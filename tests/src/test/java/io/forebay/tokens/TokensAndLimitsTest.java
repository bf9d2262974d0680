package io.forebay.tokens;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRefusedException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.spec.Throttle;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of a backend that also limits what starts and what is in flight. */
class TokensAndLimitsTest {
  private static final int CALLS = 50;

  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(3600);

  @RegisterExtension
  private final AuthorizationServer resource = AuthorizationServer.answering(n -> empty(204));

  private final FakeClock clock = new FakeClock();

  private BackendBuilder builder(Throttle throttle) {
    return Backend.builder("be")
        .origin(resource.origin())
        .clock(clock)
        .throttle(throttle)
        .oauth2(as::client);
  }

  private static Throttle perHour(int attempts) {
    return Throttle.of(attempts, ofHours(1)).withMode(Throttle.Mode.BLOCK);
  }

  private static MockResponse empty(int status) {
    return new MockResponse.Builder().code(status).build();
  }

  @Test
  void whatIsSentAgainAfterA401NeedsASlotOfItsOwn() {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (ManagedBackend backend = builder(perHour(1)).build()) {
      BackendRefusedException refused =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.get("/x").send().close());

      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_THROTTLE_EXCEEDED);
      assertNothingHeld(backend);
    }
    assertThat(resource.count()).isEqualTo(1);
  }

  @Test
  void whatIsSentAgainAfterA401TakesTheSecondSlot() throws IOException {
    resource.answer(n -> empty(n == 1 ? 401 : 204));
    try (ManagedBackend backend = builder(perHour(2)).build()) {
      try (Response response = backend.get("/x").send()) {
        assertThat(response.code()).isEqualTo(204);
      }
      assertThat(catchThrowableOfType(IOException.class, () -> backend.get("/x").send().close()))
          .hasMessageContaining("the throttle is exceeded: at most 2 per 1h");
    }
    assertThat(resource.count()).isEqualTo(2);
  }

  @Test
  void manyCallsShareATokenAndGiveEverythingBack() throws Exception {
    Throttle tenAtATime = Throttle.of(10, ofMillis(100));
    try (ManagedBackend backend = builder(tenAtATime).maxConcurrent(5).maxConnections(3).build()) {
      List<CompletableFuture<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(backend.get("/x").sendAsync().thenApply(TokensAndLimitsTest::status));
      }
      Waiting.until("all calls end", () -> areDone(calls));

      for (CompletableFuture<Integer> call : calls) {
        assertThat(call.get(1, TimeUnit.SECONDS)).isEqualTo(204);
      }
      assertNothingHeld(backend);
    }
    assertThat(as.count()).isEqualTo(1);
    assertThat(resource.headers("Authorization")).hasSize(CALLS).containsOnly("Bearer token-1");
  }

  private static int status(Response response) {
    try (response) {
      return response.code();
    }
  }

  /** Time passes while they are not. */
  private boolean areDone(List<CompletableFuture<Integer>> calls) {
    clock.advance(ofMillis(10));
    return calls.stream().allMatch(CompletableFuture::isDone);
  }

  private static void assertNothingHeld(ManagedBackend backend) {
    Waiting.until("permits are back", () -> backend.stats().leased() == 0);
    assertThat(backend.stats().waiting()).isZero();
    assertThat(backend.stats().limited().active()).isZero();
    assertThat(backend.stats().limited().waiting()).isZero();
    assertThat(backend.stats().limited().throttled()).isZero();
  }
}
