package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.BodySpec;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long connections, attempts and bodies last. */
class LifecycleTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(origin.url());
  }

  private static void call(Backend backend, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (Response response = backend.get("/").send()) {
        assertThat(response.body().string()).isEqualTo("hello");
      }
    }
  }

  private List<Long> requestsByConnection() {
    return List.copyOf(
        origin.requests().stream()
            .collect(
                Collectors.groupingBy(
                    ReceivedRequest::connection, java.util.TreeMap::new, Collectors.counting()))
            .values());
  }

  @Test
  void connectionIsReusedByDefault() throws Exception {
    try (ManagedBackend backend = users().build()) {
      call(backend, 10);
      assertThat(requestsByConnection()).containsExactly(10L);
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
      assertThat(backend.stats().totals().ttfb().count()).isEqualTo(10);
      assertThat(backend.stats().totals().lease().count()).isEqualTo(10);
    }
  }

  @Test
  void maxUseBoundsTheExchangesOfAConnection() throws Exception {
    try (ManagedBackend backend = users().maxUse(3).build()) {
      call(backend, 8);
      assertThat(requestsByConnection()).containsExactly(3L, 3L, 2L);
    }
  }

  @Test
  void disabledReuseMakesAConnectionForEachExchange() throws Exception {
    try (ManagedBackend backend = users().disableConnectionReuse(true).build()) {
      call(backend, 4);
      assertThat(requestsByConnection()).containsExactly(1L, 1L, 1L, 1L);
      assertThat(origin.requests().get(0).header("connection")).contains("close");
    }
  }

  @Test
  void connectionPastItsLifetimeIsRetiredUnsent() throws Exception {
    try (ManagedBackend backend = users().maxLifetime(ofMillis(30)).build()) {
      call(backend, 1);
      Waiting.until("it is over", after(ofMillis(40).toNanos()));

      backend.post("/").body("text/plain", "x").send().close();

      assertThat(requestsByConnection()).containsExactly(1L, 1L);
      assertThat(backend.stats().totals().retired()).containsEntry("lifetime", 1L);
    }
  }

  @Test
  @DisplayName("N12 an idle connection is closed after its keepalive time")
  void idleConnectionIsClosedAfterItsKeepaliveTime() throws Exception {
    try (ManagedBackend backend = users().keepaliveTime(ofMillis(50)).build()) {
      call(backend, 1);
      Waiting.until("it is closed", () -> backend.stats().open() == 0);
    }
  }

  @Test
  void keepaliveTimeOfZeroKeepsNothing() throws Exception {
    try (ManagedBackend backend = users().keepaliveTime(ofMillis(0)).build()) {
      call(backend, 3);
      assertThat(requestsByConnection()).containsExactly(1L, 1L, 1L);
      Waiting.until("it is closed", () -> backend.stats().open() == 0);
    }
  }

  @Test
  void moreThanMaxPendingAreRefusedAtOnce() throws Exception {
    Gate gate = new Gate();
    origin.enqueue(Behaviour.hold(gate, Behaviour.ok("first")));
    try (ManagedBackend backend = users().maxConnections(1).maxPending(1).build()) {
      CompletableFuture<Response> first = backend.get("/1").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));
      CompletableFuture<Response> second = backend.get("/2").sendAsync();
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);

      BackendRefusedException failure =
          catchThrowableOfType(BackendRefusedException.class, () -> backend.get("/3").send());

      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      assertThat(failure)
          .hasMessage(
              "backend 'users': too many exchanges wait for a permit (max=1, active=1, waiting=1)");
      gate.open();
      Futures.get(first).close();
      Futures.get(second).close();
    }
  }

  @Test
  void callWithinACallThatWouldWaitForItselfIsRefused() throws Exception {
    AtomicReference<Backend> self = new AtomicReference<>();
    Value nested =
        Value.computed(
            call -> {
              try (Response response = self.get().get("/inner").send()) {
                return response.header("X");
              } catch (BackendException e) {
                return e.getMessage();
              }
            });
    try (ManagedBackend backend = users().maxConnections(1).build()) {
      self.set(backend);
      Backend outer = backend.refine(r -> r.requestHeaders(h -> h.set("X-Inner", nested)));
      outer.get("/outer").send().close();

      assertThat(origin.takeRequest(ofSeconds(5)).header("x-inner").orElse(""))
          .contains("called from within a call to the same backend");
    }
  }

  @Test
  void attemptLimitCoversTheWaitForTheHead() {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend = users().attemptTimeout(ofMillis(150)).build()) {
      BackendTimeoutException failure =
          catchThrowableOfType(BackendTimeoutException.class, () -> backend.get("/").send());

      assertThat(failure.limit()).isEqualTo(BackendTimeoutException.Limit.ATTEMPT);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
      assertThat(failure.elapsed()).isBetween(ofMillis(150), ofSeconds(3));
    }
  }

  @Test
  void attemptLimitEndsWithTheHead() throws Exception {
    origin.respond(Behaviour.slowBody("x", ofMillis(300), 6));
    try (ManagedBackend backend = users().attemptTimeout(ofSeconds(1)).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).isEqualTo("xxxxxx");
    }
  }

  @Test
  void silenceMayTruncate() throws Exception {
    origin.respond(Behaviour.stalledBody(100, 10));
    try (ManagedBackend backend =
            users()
                .betweenBytesTimeout(ofMillis(100))
                .betweenBytesExpiry(BodySpec.Silence.TRUNCATE)
                .build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().bytes()).hasSize(10);
    }
  }

  @Test
  @DisplayName("S14 a body beyond its bound is refused")
  void bodyBeyondItsBoundIsRefused() throws Exception {
    origin.respond(Behaviour.endlessBody());
    try (ManagedBackend backend = users().maxResponseBytes(10_000).build();
        Response response = backend.get("/").send()) {
      BackendTransferException failure =
          catchThrowableOfType(BackendTransferException.class, () -> response.body().bytes());
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_RESPONSE_TOO_LARGE);
    }
  }

  @Test
  void bodyThatSaysItIsTooLongIsRefusedUnread() {
    try (ManagedBackend backend = users().maxResponseBytes(4).build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendTransferException.class)
          .hasMessageContaining("larger than max_response_bytes (max=4, seen=5)");
    }
  }

  @Test
  @DisplayName("L4 C8 a dropped response is found, and its permit comes back")
  void droppedResponseIsFoundAndItsPermitComesBack() throws Exception {
    origin.respond(Behaviour.ok("x".repeat(100_000)));
    try (ManagedBackend backend = users().build()) {
      for (int i = 0; i < 5; i++) {
        drop(backend);
      }
      Waiting.until(
          "the leaks are found",
          () -> {
            System.gc();
            return backend.stats().leased() == 0;
          });
      assertThat(backend.stats().totals().leaked()).isEqualTo(5);
    }
  }

  private static void drop(Backend backend) throws Exception {
    assertThat(backend.get("/").send().code()).isEqualTo(200);
  }

  private static java.util.function.BooleanSupplier after(long nanos) {
    long until = System.nanoTime() + nanos;
    return () -> System.nanoTime() - until > 0;
  }
}
