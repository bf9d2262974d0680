package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Checks over the backend's own transport, on virtual time; each probe is awaited at the origin.
 */
class HealthTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("fine"));
  private final FakeClock clock = new FakeClock();
  private final List<HealthState> news = new CopyOnWriteArrayList<>();
  private int probes;

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users")
        .origin(origin.url())
        .clock(clock)
        .observer(
            new BackendObserver() {
              @Override
              public void healthChanged(String label, String where, HealthState state) {
                news.add(state);
              }
            });
  }

  /** Lets one probe run, and waits until the next is planned. */
  private void probe() {
    probes++;
    Waiting.until("a probe is planned", () -> clock.scheduled() == 1);
    clock.advance(probes == 1 ? ofMillis(0) : ofSeconds(1));
    Waiting.until("the probe is over", () -> clock.scheduled() == 1);
  }

  @Test
  void healthyBeforeTheFirstProbeWhichRunsAtOnce() {
    try (ManagedBackend backend = users().health(h -> h.path("/healthz")).build()) {
      assertThat(backend.health()).isEqualTo(HealthState.unprobed());

      probe();

      assertThat(origin.requests()).extracting(ReceivedRequest::target).containsExactly("/healthz");
      assertThat(news).extracting(HealthState::status).containsExactly(Status.HEALTHY);
    }
  }

  @Test
  void failsThenUnhealthyThenHealthyAgain() throws Exception {
    origin.respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().health(h -> {}).build()) {
      probe();
      assertThat(backend.health().status()).isEqualTo(Status.FAILING);
      assertThat(backend.health().healthy()).isTrue();
      backend.get("/").send().close();

      probe();
      assertThat(backend.health().status()).isEqualTo(Status.UNHEALTHY);
      int before = origin.requestCount();
      BackendRefusedException refused =
          catchThrowableOfType(BackendRefusedException.class, () -> backend.get("/").send());
      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(refused.suggestedStatus()).isEqualTo(502);
      assertThat(refused)
          .hasMessage(
              "backend 'users': the origin is unhealthy after 2 failed probes in a row: unexpected"
                  + " status code: 500");
      BackendRefusedException async =
          catchThrowableOfType(
              BackendRefusedException.class, () -> Futures.get(backend.get("/").sendAsync()));
      assertThat(async.kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(origin.requestCount()).isEqualTo(before);

      origin.respond(Behaviour.ok("fine"));
      probe();
      assertThat(backend.health().status()).isEqualTo(Status.HEALTHY);
      backend.get("/").send().close();
      assertThat(news)
          .extracting(HealthState::status)
          .containsExactly(Status.FAILING, Status.UNHEALTHY, Status.HEALTHY);
    }
  }

  @Test
  void useWhenUnhealthySendsAllTheSame() throws Exception {
    origin.respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().health(h -> h.failureThreshold(1)).build()) {
      probe();
      Backend brave = backend.refine(r -> r.useWhenUnhealthy(true));
      try (Response response = brave.get("/").send()) {
        assertThat(response.code()).isEqualTo(500);
      }
    }
  }

  @Test
  void expectedTextIsLookedForInTheBody() {
    try (ManagedBackend backend =
        users().health(h -> h.expectedText("superb").failureThreshold(1)).build()) {
      probe();
      assertThat(backend.health().error()).isEqualTo("unexpected text");
      origin.respond(Behaviour.ok("all is superb here"));
      probe();
      assertThat(backend.health().status()).isEqualTo(Status.HEALTHY);
    }
  }

  @Test
  void textBeyondTheLimitIsNotFound() {
    origin.respond(Behaviour.ok("0123456789superb"));
    try (ManagedBackend backend =
        users().health(h -> h.expectedText("superb").textLimit(10).failureThreshold(1)).build()) {
      probe();
      assertThat(backend.health().error()).isEqualTo("unexpected text");
    }
  }

  @Test
  void probeHasAMethodAHostAndAPortOfItsOwn() {
    try (MisbehavingOrigin other = MisbehavingOrigin.start().respond(Behaviour.ok(""));
        ManagedBackend backend =
            users()
                .health(h -> h.method("POST").host("check.example").port(other.port()))
                .build()) {
      probe();
      assertThat(backend.health().status()).isEqualTo(Status.HEALTHY);
      ReceivedRequest seen = other.requests().get(0);
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.headers("host")).containsExactly("check.example");
      assertThat(origin.requestCount()).isZero();
    }
  }

  /** P30. */
  @Test
  void dummySendsNothingAndIsAlwaysHealthy() {
    origin.respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().health(h -> h.dummy(true)).build()) {
      probe();
      probe();
      assertThat(backend.health()).isEqualTo(HealthState.unprobed());
      assertThat(origin.requestCount()).isZero();
    }
  }

  @Test
  void originThatIsHeldIsNotUsedBeforeAGoodProbe() throws Exception {
    try (ManagedBackend backend = users().health(h -> h.holdUntilFirstVerdict(true)).build()) {
      assertThat(catchThrowableOfType(BackendRefusedException.class, () -> backend.get("/").send()))
          .hasMessage("backend 'users': the origin is unhealthy: too few probes have passed yet");

      probe();
      backend.get("/").send().close();
    }
  }

  @Test
  void silentOriginFailsWithinTheProbesTimeout() {
    origin.respond(Behaviour.readThenSilence());
    try (ManagedBackend backend =
        users().health(h -> h.timeout(ofMillis(100)).failureThreshold(1)).build()) {
      probe();
      assertThat(backend.health().error())
          .isEqualTo("connecting to users '" + origin.url() + "' failed: i/o timeout");
    }
  }

  @Test
  void drippingBodyFailsWithinTheProbesTimeout() {
    origin.respond(Behaviour.slowBody("x", ofMillis(20), 1_000));
    try (ManagedBackend backend =
        users()
            .health(h -> h.timeout(ofMillis(150)).failureThreshold(1).expectedText("y"))
            .build()) {
      probe();
      assertThat(backend.health().error()).endsWith("i/o timeout");
    }
  }

  @Test
  void probeCarriesItsHeadersAndNoneOfTheBackendsManners() {
    try (ManagedBackend backend =
        users()
            .pathPrefix("/v2")
            .requestHeaders(h -> h.set("X-Tenant", "acme"))
            .basicAuth("peter", "pan")
            .health(h -> h.path("/h?deep=1").header("X-Probe", "yes"))
            .build()) {
      assertThat(backend.label()).isEqualTo("users");
      probe();
      ReceivedRequest seen = origin.requests().get(0);
      assertThat(seen.target()).isEqualTo("/h?deep=1");
      assertThat(seen.headers("x-probe")).containsExactly("yes");
      assertThat(seen.headers("user-agent").get(0)).matches("Forebay / .* health-check");
      assertThat(seen.headers("x-tenant")).isEmpty();
      assertThat(seen.headers("authorization")).isEmpty();
    }
  }

  @Test
  void probeDoesNotWaitForAFullPool() throws Exception {
    try (ManagedBackend backend = users().maxConnections(1).health(h -> {}).build();
        Response held = backend.get("/").send()) {
      assertThat(held.code()).isEqualTo(200);
      probe();
      assertThat(backend.health().status()).isEqualTo(Status.HEALTHY);
    }
  }

  @Test
  void closingEndsTheChecks() {
    ManagedBackend backend = users().health(h -> {}).build();
    probe();
    backend.close();
    assertThat(clock.scheduled()).isZero();
    clock.advance(ofSeconds(10));
    assertThat(origin.requestCount()).isEqualTo(1);
  }
}
