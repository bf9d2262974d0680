package io.forebay.tokens;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendRefusedException;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often tokens are asked for, and who waits for them; on virtual time. */
class TokenBoundsTest {
  private static final int CALLERS = 500;

  @RegisterExtension private final AuthorizationServer as = AuthorizationServer.issuing(100);

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  private final FakeClock clock = new FakeClock();
  private final ManagedBackend backend =
      Backend.builder("be")
          .origin(resource.origin())
          .clock(clock)
          .maxConnections(20)
          .oauth2(as::client)
          .build();

  @AfterEach
  void close() {
    backend.close(ofSeconds(1));
  }

  private void call() throws IOException {
    backend.get("/x").send().close();
  }

  private void callAtOnce(int callers) throws Exception {
    List<CompletableFuture<Response>> calls = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      calls.add(
          backend
              .get("/x")
              .sendAsync()
              .thenApply(
                  response -> {
                    response.close();
                    return response;
                  }));
    }
    for (CompletableFuture<Response> call : calls) {
      assertThat(call.get(20, TimeUnit.SECONDS).code()).isEqualTo(200);
    }
  }

  @Test
  void manyCallersOfAColdTokenMakeOneRequest() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    as.answer(
        n -> {
          await(asked);
          return AuthorizationServer.token("token-" + n, "\"expires_in\":100");
        });
    CompletableFuture<Void> release =
        CompletableFuture.runAsync(
            () -> {
              Waiting.until("the token is asked for", () -> as.count() == 1);
              asked.countDown();
            });

    callAtOnce(CALLERS);

    release.get(10, TimeUnit.SECONDS);
    assertThat(as.count()).isEqualTo(1);
    assertThat(resource.headers("Authorization")).hasSize(CALLERS).containsOnly("Bearer token-1");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oau24ManyCallersOfAnExpiredTokenMakeOneRequest() throws Exception {
    call();
    clock.advance(ofSeconds(101));

    callAtOnce(CALLERS);

    assertThat(as.count()).isEqualTo(2);
    assertThat(resource.headers("Authorization").subList(1, CALLERS + 1))
        .containsOnly("Bearer token-2");
  }

  @Test
  void nobodyWaitsWhileTheOldTokenHolds() throws Exception {
    call();
    CountDownLatch arrives = new CountDownLatch(1);
    as.answer(
        n -> {
          await(arrives);
          return AuthorizationServer.token("token-" + n, "\"expires_in\":100");
        });
    clock.advance(ofSeconds(95));

    for (int i = 0; i < 20; i++) {
      call();
    }
    Waiting.until("a new token is asked for", () -> as.count() == 2);
    arrives.countDown();
    Waiting.until(
        "the new token is used",
        () -> {
          try {
            call();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          List<String> used = resource.headers("Authorization");
          return used.get(used.size() - 1).equals("Bearer token-2");
        });

    assertThat(resource.headers("Authorization").subList(0, 21)).containsOnly("Bearer token-1");
    assertThat(as.count()).isEqualTo(2);
  }

  @Test
  void s18EndpointThatIsDownIsAskedOnceASecond() throws IOException {
    as.answer(n -> AuthorizationServer.status(503));
    for (int tenth = 0; tenth < 100; tenth++) {
      BackendRefusedException refused = refused();
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST);
      assertThat(refused).hasMessageContaining("'be.oauth2' at POST /token: status 503");
      clock.advance(ofMillis(100));
    }
    assertThat(as.count()).isEqualTo(10);

    as.answer(n -> AuthorizationServer.token("fresh", "\"expires_in\":100"));
    clock.advance(ofSeconds(1));
    call();
    assertThat(resource.headers("Authorization")).containsExactly("Bearer fresh");
  }

  private BackendRefusedException refused() {
    return catchThrowableOfType(
        BackendRefusedException.class, () -> backend.get("/x").send().close());
  }

  @Test
  void endpointThatIsDownIsNotNoticedWhileTheTokenHolds() throws Exception {
    call();
    as.answer(n -> AuthorizationServer.status(500));
    clock.advance(ofSeconds(91));
    for (int i = 0; i < 5; i++) {
      call();
    }
    Waiting.until("a new token was asked for", () -> as.count() == 2);
    clock.advance(ofSeconds(10));
    assertThat(refused().kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST);
  }

  @Test
  void tokenWithoutTimeIsForThoseWhoAskedForIt() throws IOException {
    as.answer(n -> AuthorizationServer.token("t" + n, "\"expires_in\":0"));
    call();
    call();
    assertThat(as.count()).isEqualTo(2);
    assertThat(resource.headers("Authorization")).containsExactly("Bearer t1", "Bearer t2");
  }

  @Test
  void tokenWhoseTimeIsNotSaidHoldsAMinute() throws IOException {
    as.answer(n -> AuthorizationServer.token("t" + n, "\"expires_in\":\"soon\""));
    call();
    clock.advance(ofSeconds(40));
    call();
    assertThat(as.count()).isEqualTo(1);
    clock.advance(ofSeconds(21));
    call();
    assertThat(as.count()).isEqualTo(2);
  }

  @Test
  void tokenHoldsADayAtMost() throws IOException {
    as.answer(n -> AuthorizationServer.token("t" + n, "\"expires_in\":1e400"));
    call();
    clock.advance(ofMinutes(1_000));
    call();
    assertThat(as.count()).isEqualTo(1);
    clock.advance(ofSeconds(26_401));
    call();
    assertThat(as.count()).isEqualTo(2);
  }

  @Test
  void tokenThatManySawRefusedIsRenewedOnce() throws Exception {
    call();
    resource.answer(n -> AuthorizationServer.status(200));
    resource.answer(
        n ->
            resource.request(n - 1).getHeaders().get("Authorization").equals("Bearer token-1")
                ? new MockResponse.Builder().code(401).build()
                : AuthorizationServer.status(200));

    callAtOnce(50);

    assertThat(as.count()).isEqualTo(2);
  }
}
