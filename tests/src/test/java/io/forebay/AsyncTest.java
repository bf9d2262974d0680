package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Calls and futures end each other, and no response is lost between them. */
class AsyncTest {

  @Test
  void futureCompletesWithTheResponse() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
        ManagedBackend backend = backend(origin);
        Response response = Futures.get(backend.get("/").sendAsync())) {
      assertThat(response.body().string()).isEqualTo("hello");
    }
  }

  @Test
  void futureFailsWithOurException() {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.readThenReset());
        ManagedBackend backend = backend(origin)) {
      assertThatThrownBy(() -> Futures.get(backend.get("/").sendAsync()))
          .isInstanceOf(BackendTransferException.class);
    }
  }

  @Test
  void cancellingTheFutureCancelsTheCall() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.readThenSilence());
        ManagedBackend backend = backend(origin)) {
      CompletableFuture<Response> future = backend.get("/").sendAsync();
      origin.awaitRequests(1, ofSeconds(10));

      future.cancel(true);

      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      Waiting.until("the connection is gone", () -> backend.stats().open() == 0);
    }
  }

  @Test
  void futureThatItsOwnerTimesOutCancelsTheCall() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.readThenSilence());
        ManagedBackend backend = backend(origin)) {
      CompletableFuture<Response> future =
          backend.get("/").sendAsync().orTimeout(100, TimeUnit.MILLISECONDS);

      assertThatThrownBy(() -> Futures.get(future))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      Waiting.until("the connection is gone", () -> backend.stats().open() == 0);
    }
  }

  @Test
  void responseThatComesTooLateIsClosed() throws Exception {
    Gate gate = new Gate();
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.hold(gate, Behaviour.ok("late")));
        ManagedBackend backend = backend(origin)) {
      CompletableFuture<Response> future = backend.get("/").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));
      future.complete(null); // Not a failure, so that the call goes on.

      gate.open();

      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  @Test
  void cancellingTheCallFailsItAsCancelled() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.readThenSilence());
        ManagedBackend backend = backend(origin)) {
      Call call = backend.newCall(new Request.Builder().url("http://users/").build());
      CompletableFuture<Response> outcome = new CompletableFuture<>();
      call.enqueue(
          new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
              outcome.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
              outcome.complete(response);
            }
          });
      origin.awaitRequests(1, ofSeconds(10));

      call.cancel();

      BackendCancelledException failure =
          catchThrowableOfType(BackendCancelledException.class, () -> Futures.get(outcome));
      assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.MAYBE);
      assertThat(failure).hasMessageContaining("cancelled by the caller in phase wait");
    }
  }

  @Test
  void cancelledWhileWaitingForAPermitIsPrompt() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build()) {
      Response held = backend.get("/").send();
      Call call = backend.newCall(new Request.Builder().url("http://users/").build());
      CompletableFuture<Response> outcome =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return call.execute();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);

      call.cancel();

      assertThatThrownBy(() -> Futures.get(outcome))
          .hasCauseInstanceOf(BackendCancelledException.class);
      held.close();
    }
  }

  @Test
  void totalLimitRunsWhileAnAsynchronousCallWaits() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(1)
                .timeout(ofMillis(200))
                .build();
        Response held = backend.get("/").timeout(ofSeconds(30)).send()) {
      BackendTimeoutException failure =
          catchThrowableOfType(
              BackendTimeoutException.class, () -> Futures.get(backend.get("/").sendAsync()));

      assertThat(held.code()).isEqualTo(200);
      assertThat(failure.limit()).isEqualTo(BackendTimeoutException.Limit.TOTAL);
      assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.NO);
      assertThat(failure.elapsed()).isBetween(ofMillis(200), ofSeconds(3));
    }
  }

  @Test
  void timeInTheLineCountsAgainstTheTotalOfAnAsynchronousCall() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build()) {
      Response held = backend.get("/").send();
      origin.respond(Behaviour.readThenSilence());
      CompletableFuture<Response> second = backend.get("/").timeout(ofMillis(600)).sendAsync();
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);
      held.close();

      BackendTimeoutException failure =
          catchThrowableOfType(BackendTimeoutException.class, () -> Futures.get(second));

      assertThat(failure.limit()).isEqualTo(BackendTimeoutException.Limit.TOTAL);
      assertThat(failure.elapsed()).isBetween(ofMillis(600), ofSeconds(3));
    }
  }

  private static ManagedBackend backend(MisbehavingOrigin origin) {
    return Backend.builder("users").origin(origin.url()).build();
  }
}
