package io.forebay.opentelemetry;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.forebay.Backend;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRegistry;
import io.forebay.ManagedBackend;
import io.forebay.RegistryDraft;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Durations of attempts, and how backends stand. */
class MetricsTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
  private final MisbehavingOrigin sick =
      MisbehavingOrigin.start().respond(Behaviour.status(500, "sick"));
  private final int port = freePort();
  private final PrometheusHttpServer prometheus =
      PrometheusHttpServer.builder().setHost("127.0.0.1").setPort(port).build();
  private final Recorder recorder = Recorder.start(prometheus);
  private final FakeClock clock = new FakeClock();

  @AfterEach
  void close() {
    recorder.close();
    prometheus.close();
    origin.close();
    sick.close();
  }

  /** The exporter does not tell which port it took. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a scrape, without those about the process and their comments. */
  private List<String> scrape() throws IOException {
    URI url = URI.create("http://127.0.0.1:" + port + "/metrics");
    try (InputStream body = url.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("forebay_") || line.startsWith("http_client_"))
          .map(line -> line.replaceAll(",?otel_scope_[a-z_]+=\"[^\"]*\"", ""))
          .map(line -> line.replace("{,", "{"))
          .toList();
    }
  }

  private BackendRegistry registry() {
    return BackendRegistry.builder()
        .environment(recorder.environment().withClock(clock))
        .add(Backend.builder("anything").origin(origin.url()).spec())
        .add(
            Backend.builder("not_healthy")
                .origin(sick.url())
                .health(h -> h.path("/healthz").failureThreshold(0))
                .spec())
        .open();
  }

  private void awaitVerdict(Backend backend) {
    Waiting.until("a probe is planned", () -> clock.scheduled() >= 1);
    clock.advance(Duration.ZERO);
    Waiting.until("the probe has failed", () -> !backend.health().healthy());
  }

  // ---- Couper's row

  @Test
  void met01ScrapeTellsCountDurationAndWhoIsUp() throws IOException {
    try (BackendRegistry registry = registry();
        BackendTelemetry.Watch watch = recorder.telemetry().watch(registry)) {
      awaitVerdict(registry.backend("not_healthy"));
      registry.backend("anything").get("/anything").send().close();
      assertThat(
              catchThrowableOfType(
                  BackendRefusedException.class,
                  () -> registry.backend("not_healthy").get("/").send().close()))
          .isNotNull();

      String at = ",server_address=\"127.0.0.1\",server_port=\"" + origin.port() + "\"";
      String down = ",server_address=\"127.0.0.1\",server_port=\"" + sick.port() + "\"";
      List<String> lines = scrape();
      assertThat(lines)
          .contains(
              "http_client_request_duration_seconds_count{forebay_backend=\"anything\","
                  + "http_request_method=\"GET\",http_response_status_code=\"200\","
                  + "network_protocol_version=\"1.1\""
                  + at
                  + "} 1",
              "http_client_request_duration_seconds_count{error_type=\"backend_unhealthy\","
                  + "forebay_backend=\"not_healthy\",http_request_method=\"GET\""
                  + down
                  + "} 1",
              "forebay_backend_up{forebay_backend=\"anything\"} 1.0",
              "forebay_backend_up{forebay_backend=\"not_healthy\"} 0.0",
              "forebay_backend_connections_total{forebay_backend=\"anything\"" + at + "} 1.0",
              "http_client_open_connections{forebay_backend=\"anything\","
                  + "http_connection_state=\"idle\""
                  + at
                  + "} 1.0");
      assertThat(lines)
          .filteredOn(line -> line.contains("_bucket{") && line.contains("anything"))
          .hasSize(15)
          .anyMatch(line -> line.contains("le=\"0.005\""));
    }
  }

  // ---- durations

  @Test
  void throttledExchangeIsCountedWithoutAStatus() throws IOException {
    try (ManagedBackend backend =
        recorder
            .users(origin.url())
            .environment(recorder.environment().withClock(clock))
            .throttle(Throttle.of(1, ofSeconds(2)).withMode(Mode.BLOCK))
            .build()) {
      backend.get("/x").send().close();
      BackendRefusedException refused =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.get("/x").send().close());
      assertThat(refused.suggestedStatus()).isEqualTo(429);
    }

    assertThat(recorder.counts())
        .containsOnly(
            entry("users GET 200 127.0.0.1", 1L),
            entry("!backend_throttle_exceeded users GET 127.0.0.1", 1L));
  }

  @Test
  void everyAttemptIsCountedAndTheExchangeNotOnceMore() throws IOException {
    sick.respond(Behaviour.status(503, "busy"));
    try (ManagedBackend backend = recorder.users(sick.url(), origin.url()).build()) {
      backend.get("/x").send().close();
    }

    assertThat(recorder.counts())
        .containsOnly(
            entry("!503 users GET 503 127.0.0.1", 1L), entry("users GET 200 127.0.0.1", 1L));
  }

  @Test
  void failedAttemptIsCountedByItsKind() {
    origin.respond(Behaviour.readThenClose());
    try (ManagedBackend backend = recorder.users(origin.url()).build()) {
      assertThat(catchThrowableOfType(IOException.class, () -> backend.get("/x").send().close()))
          .isNotNull();
    }

    assertThat(recorder.counts()).containsOnly(entry("!backend users GET 127.0.0.1", 1L));
  }

  @Test
  void probesAreNotCounted() {
    try (BackendRegistry registry = registry()) {
      awaitVerdict(registry.backend("not_healthy"));
    }
    assertThat(recorder.counts()).isEmpty();
    assertThat(recorder.spans()).isEmpty();
  }

  // ---- how backends stand

  @Test
  void connectionsAndWaitsAreReadWhenAskedFor() throws Exception {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
    try (ManagedBackend backend = recorder.users(origin.url()).maxConnections(1).build();
        BackendTelemetry.Watch watch = recorder.telemetry().watch(backend)) {
      CompletableFuture<Response> first = backend.get("/x").sendAsync();
      origin.awaitRequests(1, ofSeconds(5));
      CompletableFuture<Response> second = backend.get("/x").sendAsync();
      Waiting.until("the second one waits", () -> backend.stats().waiting() == 1);

      assertThat(recorder.numbers("http.client.open_connections"))
          .containsOnly(entry("users active 127.0.0.1", 1L), entry("users idle 127.0.0.1", 0L));
      assertThat(recorder.numbers("forebay.backend.waiting"))
          .containsOnly(
              entry("users permit", 1L), entry("users place", 0L), entry("users throttle", 0L));

      gate.open();
      first.get(10, TimeUnit.SECONDS).close();
      second.get(10, TimeUnit.SECONDS).close();
      Waiting.until("it is idle", () -> backend.stats().idle() == 1);
      assertThat(recorder.numbers("http.client.open_connections"))
          .containsOnly(entry("users active 127.0.0.1", 0L), entry("users idle 127.0.0.1", 1L));
      assertThat(recorder.numbers("forebay.backend.connections"))
          .containsOnly(entry("users 127.0.0.1", 1L));
    }
  }

  @Test
  void originsAreCountedByWhyTheyAreAskedOrNot() throws IOException {
    try (ManagedBackend backend =
            recorder.users(sick.url(), origin.url()).circuitBreaker(BreakerSpec.DEFAULT).build();
        BackendTelemetry.Watch watch = recorder.telemetry().watch(backend)) {
      for (int i = 0; i < 20; i++) {
        backend.get("/x").send().close();
      }
      Waiting.until("one is out", () -> backend.origins().stream().anyMatch(one -> !one.up()));

      assertThat(recorder.numbers("forebay.backend.origins"))
          .containsEntry("users up", 1L)
          .containsEntry("users ejected", 1L)
          .containsEntry("users unhealthy", 0L);
      assertThat(recorder.numbers("forebay.backend.up")).containsOnly(entry("users", 1L));
    }
  }

  @Test
  void watchFollowsTheVersionInForceAndEndsWithIt() throws IOException {
    BackendRegistry registry = registry();
    BackendTelemetry.Watch watch = recorder.telemetry().watch(registry);
    assertThat(recorder.numbers("forebay.backend.up")).containsOnlyKeys("anything", "not_healthy");

    RegistryDraft draft = registry.draft();
    draft.delete("not_healthy");
    registry.activate(draft);
    assertThat(recorder.numbers("forebay.backend.up")).containsOnlyKeys("anything");

    registry.close();
    assertThat(recorder.numbers("forebay.backend.up")).isEmpty();
    watch.close();
    watch.close();
  }

  @Test
  void closedWatchTellsNothing() {
    try (BackendRegistry registry = registry()) {
      BackendTelemetry.Watch watch = recorder.telemetry().watch(registry);
      assertThat(recorder.numbers("forebay.backend.up")).hasSize(2);
      watch.close();
      assertThat(recorder.numbers("forebay.backend.up")).isEmpty();
    }
  }
}
