package io.forebay;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.spi.NameResolver;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one request says of its limits holds for it alone: it may be shorter than the backend's, and
 * longer.
 */
class LimitsOfOneCallTest {
  private static final Duration SHORT = ofMillis(300);
  private static final Duration LONG = ofSeconds(20);
  private static final MockResponse EMPTY = new MockResponse.Builder().build();

  /** How late the origin is: beyond the short limit, far from the long one. */
  private static final long LATE_MILLIS = 900;

  /** A limit that a slow answer meets, as the backend's and as one request's. */
  private record Slow(
      Limit limit, Setter<BackendBuilder> ofBackend, Setter<BackendRequest> ofRequest) {
    private interface Setter<T> {
      T set(T on, Duration limit);
    }

    @Override
    public String toString() {
      return limit.key();
    }

    /** Late in the part of the exchange that the limit is about. */
    MockResponse late() {
      MockResponse.Builder late = new MockResponse.Builder().body("x".repeat(20));
      return limit == Limit.BETWEEN_BYTES
          ? late.throttleBody(10, LATE_MILLIS, TimeUnit.MILLISECONDS).build()
          : late.headersDelay(LATE_MILLIS, TimeUnit.MILLISECONDS).build();
    }
  }

  private static final Slow TTFB =
      new Slow(Limit.TTFB, BackendBuilder::ttfbTimeout, BackendRequest::ttfbTimeout);
  private static final Slow BETWEEN_BYTES =
      new Slow(
          Limit.BETWEEN_BYTES,
          BackendBuilder::betweenBytesTimeout,
          BackendRequest::betweenBytesTimeout);
  private static final Slow TOTAL =
      new Slow(Limit.TOTAL, BackendBuilder::timeout, BackendRequest::timeout);
  private static final Slow ATTEMPT =
      new Slow(
          Limit.ATTEMPT,
          BackendBuilder::attemptTimeout,
          (request, limit) -> request.refine(manners -> manners.attemptTimeout(limit)));

  static List<Slow> slow() {
    return List.of(TTFB, BETWEEN_BYTES, TOTAL, ATTEMPT);
  }

  private static String read(BackendRequest request) throws IOException {
    try (Response response = request.send()) {
      return response.body().string();
    }
  }

  private static BackendTimeoutException timeout(BackendRequest request) {
    return catchThrowableOfType(BackendTimeoutException.class, () -> read(request));
  }

  private static void assertNothingHeld(Backend backend) {
    Waiting.until("every permit is back", () -> backend.stats().leased() == 0);
  }

  @ParameterizedTest
  @MethodSource("slow")
  void shorterThanTheBackends(Slow slow) throws Exception {
    for (Wire wire : List.of(Wire.HTTP1, Wire.HTTP2_TLS)) {
      try (MockWebServer server = wire.start(slow.late(), slow.late());
          ManagedBackend backend = slow.ofBackend.set(wire.backend(server), LONG).build()) {
        BackendTimeoutException failure = timeout(slow.ofRequest.set(backend.get("/a"), SHORT));
        assertThat(failure.limit()).isEqualTo(slow.limit());
        assertThat(failure.configured()).isEqualTo(SHORT);
        assertThat(read(backend.get("/b"))).as("the next, over %s", wire).hasSize(20);
        assertNothingHeld(backend);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("slow")
  void longerThanTheBackends(Slow slow) throws Exception {
    Wire wire = Wire.HTTP2_TLS;
    try (MockWebServer server = wire.start(slow.late(), slow.late());
        ManagedBackend backend = slow.ofBackend.set(wire.backend(server), SHORT).build()) {
      assertThat(read(slow.ofRequest.set(backend.get("/a"), LONG))).hasSize(20);
      assertThat(timeout(backend.get("/b")).limit()).isEqualTo(slow.limit());
      assertNothingHeld(backend);
    }
  }

  @ParameterizedTest
  @MethodSource("slow")
  void noneWhereTheBackendHasOne(Slow slow) throws Exception {
    Wire wire = Wire.HTTP1;
    try (MockWebServer server = wire.start(slow.late());
        ManagedBackend backend = slow.ofBackend.set(wire.backend(server), SHORT).build()) {
      assertThat(read(slow.ofRequest.set(backend.get("/a"), ZERO))).hasSize(20);
    }
  }

  @Test
  void requestsThatShareAConnectionDoNotShareLimits() throws Exception {
    Wire wire = Wire.HTTP2_TLS;
    MockResponse late = TTFB.late();
    try (MockWebServer server = wire.start(EMPTY, late, late, late);
        ManagedBackend backend = wire.backend(server).maxConnections(1).build()) {
      read(backend.get("/first"));
      CompletableFuture<Response> patient = backend.get("/a").ttfbTimeout(LONG).sendAsync();
      CompletableFuture<Response> hasty = backend.get("/b").ttfbTimeout(SHORT).sendAsync();
      CompletableFuture<Response> plain = backend.get("/c").sendAsync();
      BackendTimeoutException failure =
          catchThrowableOfType(BackendTimeoutException.class, () -> Futures.get(hasty));
      assertThat(failure.limit()).isEqualTo(Limit.TTFB);
      for (CompletableFuture<Response> other : List.of(patient, plain)) {
        try (Response response = Futures.get(other)) {
          assertThat(response.body().string()).hasSize(20);
        }
      }
      assertThat(backend.stats().totals().opened()).isEqualTo(1);
      assertNothingHeld(backend);
    }
  }

  @Test
  void limitsOfOneRequestAreToldApart() throws Exception {
    MockResponse never = EMPTY.newBuilder().headersDelay(5, TimeUnit.SECONDS).build();
    try (MockWebServer server = Wire.HTTP1.start(BETWEEN_BYTES.late(), never);
        ManagedBackend backend = Wire.HTTP1.backend(server).build()) {
      BackendRequest request =
          backend.get("/").ttfbTimeout(ofSeconds(2)).betweenBytesTimeout(SHORT).timeout(LONG);
      assertThat(timeout(request).limit()).isEqualTo(Limit.BETWEEN_BYTES);
      assertThat(timeout(request).limit()).isEqualTo(Limit.TTFB);
    }
  }

  // ---- connecting

  @Test
  void connectingMayBeLimitedMore() throws Exception {
    try (MisbehavingOrigin silent =
            MisbehavingOrigin.start().respond(Behaviour.acceptThenSilence());
        ManagedBackend backend =
            Wire.HTTP1_TLS
                .backend("https://127.0.0.1:" + silent.port())
                .connectTimeout(LONG)
                .build()) {
      BackendTimeoutException failure = timeout(backend.get("/").connectTimeout(SHORT));
      assertThat(failure.limit()).isEqualTo(Limit.CONNECT);
      assertThat(failure.configured()).isEqualTo(SHORT);
      assertNothingHeld(backend);
      assertThat(backend.stats().open()).isZero();
    }
  }

  @Test
  void connectingMayBeLimitedLess() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    NameResolver late =
        host -> {
          Waiting.holds(ofMillis(LATE_MILLIS), () -> false);
          return List.of(loopback);
        };
    try (MockWebServer server = Wire.HTTP1.start(EMPTY);
        ManagedBackend backend =
            Backend.builder("users")
                .origin("http://users.test:" + server.getPort())
                .connectTimeout(SHORT)
                .dnsTtl(ZERO)
                .environment(Environment.system().withNames(late))
                .build()) {
      assertThat(timeout(backend.get("/")).limit()).isEqualTo(Limit.CONNECT);
      assertThat(read(backend.get("/").connectTimeout(LONG))).isEmpty();
    }
  }

  // ---- waiting for a permit

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void permitMayBeWaitedForLess(boolean async) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build();
        Response held = backend.get("/held").send()) {
      assertThat(held.code()).isEqualTo(200);
      BackendRequest request = backend.get("/").permitTimeout(SHORT);
      BackendRefusedException failure =
          catchThrowableOfType(
              BackendRefusedException.class,
              () -> (async ? Futures.get(request.sendAsync()) : request.send()).close());
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_BUSY);
      assertThat(failure).hasMessageContaining("no permit within 300ms");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void permitMayBeWaitedForMore(boolean async) throws Exception {
    Gate gate = new Gate();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(1)
                .permitTimeout(ZERO)
                .build()) {
      origin.enqueue(Behaviour.hold(gate, Behaviour.ok("held")));
      CompletableFuture<Response> held = backend.get("/held").sendAsync();
      gate.awaitArrivals(1, ofSeconds(10));
      BackendRequest request = backend.get("/").permitTimeout(LONG);
      CompletableFuture<Response> waits =
          async ? request.sendAsync() : CompletableFuture.supplyAsync(() -> sent(request));
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);
      gate.open();
      Futures.get(held).close();
      try (Response response = Futures.get(waits)) {
        assertThat(response.body().string()).isEqualTo("ok");
      }
    }
  }

  private static Response sent(BackendRequest request) {
    try {
      return request.send();
    } catch (BackendException e) {
      throw new AssertionError(e);
    }
  }

  // ---- by OkHttp's own means

  @Test
  void callsOwnTimeoutIsTheTotalLimit() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(TOTAL.late(), TOTAL.late());
        ManagedBackend backend = Wire.HTTP1.backend(server).build()) {
      Request request = new Request.Builder().url("http://users/").build();
      Call call = backend.newCall(request);
      call.timeout().timeout(300, TimeUnit.MILLISECONDS);
      BackendTimeoutException failure =
          catchThrowableOfType(BackendTimeoutException.class, () -> call.execute().close());
      assertThat(failure.limit()).isEqualTo(Limit.TOTAL);
      assertThat(failure.configured()).isEqualTo(SHORT);
      try (Response response = backend.newCall(request).execute()) {
        assertThat(response.body().string()).hasSize(20);
      }
    }
  }

  @Test
  void readTimeoutOfADerivedClientIsTheTtfbLimit() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(TTFB.late());
        ManagedBackend backend = Wire.HTTP1.backend(server).build()) {
      Call call =
          backend
              .client()
              .newBuilder()
              .readTimeout(SHORT)
              .build()
              .newCall(new Request.Builder().url("http://users/").build());
      BackendTimeoutException failure =
          catchThrowableOfType(BackendTimeoutException.class, () -> call.execute().close());
      assertThat(failure.limit()).isEqualTo(Limit.TTFB);
      assertThat(failure.configured()).isEqualTo(SHORT);
    }
  }
}
