package io.forebay.rows;

import static io.forebay.Outcome.CANCELLED;
import static io.forebay.Outcome.CLOSED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendRegistry;
import io.forebay.ManagedBackend;
import io.forebay.rows.Meeting.Ended;
import io.forebay.rows.Situation.Held;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Q: the end of a backend, and of everything. */
class ShutdownFaultsTest {

  @ParameterizedTest(name = "Q1 closed while a call is {0}")
  @EnumSource
  void closedWhileACallIsHeld(Situation situation) throws Exception {
    try (Held held = situation.open()) {
      held.backend().close(ofMillis(200));

      assertThat(held.failure().outcome())
          .isEqualTo(situation == Situation.QUEUED ? CLOSED : CANCELLED);
      assertThat(Ended.of(held.backend().post("/late")).ours().outcome()).isEqualTo(CLOSED);
      assertThat(held.backend().stats().open()).isZero();
      Meeting.comesToRest(held.backend());
    }
  }

  @Test
  @DisplayName("Q2 closing twice, from two threads and from a callback, is closing once")
  void closedByMany() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo())) {
      for (int i = 0; i < 20; i++) {
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build();
        CompletableFuture<Void> callback =
            backend
                .get("/x")
                .sendAsync()
                .thenAccept(
                    response -> {
                      response.close();
                      backend.close();
                    });
        callback.get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> other = CompletableFuture.runAsync(backend::close);
        backend.close();
        other.get(20, TimeUnit.SECONDS);
        assertThat(Ended.of(backend.get("/late")).ours().outcome()).isEqualTo(CLOSED);
      }
    }
  }

  @Test
  @DisplayName("Q3 closing fails all who wait behind an origin that is silent")
  void closedWithAFullQueue() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(2).build()) {
      origin.respond(Behaviour.readThenSilence());
      List<CompletableFuture<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(backend.post("/x").sendAsync());
      }
      origin.awaitRequests(2, ofSeconds(10));
      Waiting.until("the others wait", () -> backend.stats().waiting() == 48);

      backend.close(ofMillis(200));

      for (CompletableFuture<Response> call : calls) {
        Throwable failure = call.handle((response, e) -> e).get(10, TimeUnit.SECONDS);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(((BackendException) cause).outcome()).isIn(CLOSED, CANCELLED);
      }
      Meeting.comesToRest(backend);
      assertThat(origin.requests()).hasSize(2);
    }
  }

  /** What a process does that forgets to close. */
  static final class Forgetful {
    private Forgetful() {}

    /** Calls the origin in every way, and returns from main. */
    public static void main(String... arguments) throws IOException {
      Backend backend =
          Backend.builder("users")
              .origin(arguments[0])
              .health(h -> h.path("/health").interval(ofSeconds(10)))
              .build();
      backend.get("/x").send().close();
      backend.get("/x").sendAsync().join().close();
      System.out.println("done");
    }
  }

  @Test
  @DisplayName("Q4 a process ends though nobody closed its backends")
  void processEnds() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo())) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Forgetful.class.getName(),
                  origin.url())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ended").isTrue();
        assertThat(said).isEqualTo("done");
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  @DisplayName("Q5 a backend that is closed dials nobody")
  void usedAfterClose() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start()) {
      ManagedBackend backend = Backend.builder("users").origin(origin.url()).build();
      backend.close(ZERO);

      assertThat(Ended.of(backend.get("/x")).ours().outcome()).isEqualTo(CLOSED);
      Throwable async = backend.get("/x").sendAsync().handle((response, e) -> e).join();
      assertThat(((BackendException) async).outcome()).isEqualTo(CLOSED);
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  @DisplayName("Q6 closing one registry ends nothing of another")
  void otherRegistry() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        BackendRegistry stays = registry(origin)) {
      for (int i = 0; i < 3; i++) {
        BackendRegistry goes = registry(origin);
        Meeting.nextCallWorks(goes.backend("users"));
        CompletableFuture<Response> running = stays.backend("users").get("/x").sendAsync();
        goes.close();
        running.get(10, TimeUnit.SECONDS).close();
        Meeting.nextCallWorks(stays.backend("users"));
      }
    }
  }

  private static BackendRegistry registry(MisbehavingOrigin origin) {
    return BackendRegistry.builder()
        .add(Backend.builder("users").origin(origin.url()).spec())
        .open();
  }
}
