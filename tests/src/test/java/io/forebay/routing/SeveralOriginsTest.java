package io.forebay.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.BackendRefusedException;
import io.forebay.BackendTimeoutException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.OriginStatus;
import io.forebay.health.Ejection;
import io.forebay.health.HealthOverride;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.Origin;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend with several origins, on a real wire. */
class SeveralOriginsTest {
  private final Cluster cluster = new Cluster(3);
  private final FakeClock clock = new FakeClock();
  private final List<String> news = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeOrigins() {
    cluster.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origins(cluster.urls()).clock(clock).observer(new News());
  }

  /** What observers are told about origins. */
  private final class News implements BackendObserver {
    @Override
    public void originEjected(String label, Ejection ejection) {
      news.add("ejected " + name(ejection.origin()) + " " + ejection.cause().text());
    }

    @Override
    public void originReadmitted(String label, String origin) {
      news.add("back " + name(origin));
    }

    @Override
    public void panicChanged(String label, boolean panics) {
      news.add("panic " + panics);
    }
  }

  private String name(String url) {
    return Cluster.name(List.of(cluster.urls()).indexOf(url));
  }

  private static String body(Response response) throws IOException {
    try (response) {
      return response.body().string();
    }
  }

  private static List<String> served(Backend backend, int calls) throws IOException {
    List<String> served = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      served.add(body(backend.get("/x").send()));
    }
    return served;
  }

  @Test
  void servesInTurn() throws IOException {
    try (ManagedBackend backend = users().build()) {
      assertThat(served(backend, 6)).containsExactly("a", "b", "c", "a", "b", "c");
      assertThat(backend.stats().leased()).isZero();
      assertThat(backend.stats().idle()).isEqualTo(3);
      assertThat(backend.origins())
          .extracting(status -> status.member().origin().toString())
          .containsExactly(cluster.urls());
    }
  }

  @Test
  void weightsDecideWhoServesHowOften() throws IOException {
    try (ManagedBackend backend =
        Backend.builder("users")
            .origins(
                Origin.of(cluster.urls()[0]).weight(2),
                Origin.of(cluster.urls()[1]).weight(1),
                Origin.of(cluster.urls()[2]).weight(1))
            .balance(new Balance.Weighted())
            .build()) {
      assertThat(served(backend, 8)).containsExactly("a", "b", "a", "c", "a", "b", "a", "c");
    }
  }

  @Test
  void keyDecidesWhoServes() throws IOException {
    Balance by = new Balance.Hash(Value.template("{request.headers.x-user}"));
    try (ManagedBackend backend = users().balance(by).build()) {
      String first = body(backend.get("/x").header("X-User", "ann").send());
      for (int i = 0; i < 5; i++) {
        assertThat(body(backend.get("/x").header("X-User", "ann").send())).isEqualTo(first);
      }
    }
  }

  @Test
  void everyDoorLeadsToTheChosenOrigin() throws Exception {
    try (ManagedBackend backend = users().build()) {
      Request elsewhere = new Request.Builder().url("http://elsewhere.invalid/x").build();
      List<String> served = new ArrayList<>();
      served.add(body(backend.get("/x").send()));
      served.add(body(backend.get("/x").sendAsync().get()));
      served.add(body(backend.newCall(elsewhere).execute()));
      served.add(body(backend.client().newCall(elsewhere).execute()));

      assertThat(served).containsExactly("a", "b", "c", "a");
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void reportNamesTheOriginThatServed() throws IOException {
    try (ManagedBackend backend = users().build()) {
      served(backend, 1);
      try (Response response = backend.get("/x").send()) {
        ExchangeReport report = ExchangeReport.of(response).orElseThrow();
        assertThat(report.origin()).isEqualTo(cluster.urls()[1]);
        assertThat(report.attempts()).isEqualTo(1);
      }
    }
  }

  @Test
  void fiveErrorsInARowEjectAnOriginForAWhile() throws IOException {
    cluster.origin(1).respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().build()) {
      served(backend, 15);
      assertThat(news).containsExactly("ejected b errors");
      assertThat(backend.origins()).extracting(OriginStatus::up).containsExactly(true, false, true);

      cluster.origin(1).respond(Behaviour.ok("b"));
      assertThat(served(backend, 6)).doesNotContain("b", "broken");

      clock.advance(ofSeconds(40));
      assertThat(news).containsExactly("ejected b errors", "back b");
      assertThat(served(backend, 3)).contains("b");
    }
  }

  @Test
  void idleBackendWakesNobody() throws IOException {
    try (ManagedBackend backend = users().build()) {
      served(backend, 3);
      clock.advance(ofSeconds(10));
      clock.advance(ofSeconds(10));

      assertThat(clock.scheduled()).isZero();
    }
  }

  @Test
  void unhealthyOriginIsLeftOut() throws IOException {
    cluster.origin(0).respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().health(h -> h.failureThreshold(1).jitter(0)).build()) {
      probe();

      assertThat(backend.health().healthy()).isTrue();
      assertThat(served(backend, 4)).containsExactly("b", "c", "b", "c");
    }
  }

  /** Lets every origin be probed once. */
  private void probe() {
    for (int i = 0; i < 3; i++) {
      Waiting.until("probes are planned", () -> clock.scheduled() == 3);
      clock.advance(ofSeconds(1));
    }
    Waiting.until("probes are over", () -> clock.scheduled() == 3);
  }

  @Test
  void whereTooFewAreHealthyAllAreAsked() throws IOException {
    cluster.origin(0).respond(Behaviour.status(500, "broken"));
    cluster.origin(1).respond(Behaviour.status(500, "broken"));
    try (ManagedBackend backend = users().health(h -> h.failureThreshold(1).jitter(0)).build()) {
      probe();

      Waiting.until("the panic is told", () -> news.contains("panic true"));
      assertThat(served(backend, 3)).containsExactlyInAnyOrder("broken", "broken", "c");
    }
  }

  @Test
  void withoutPanicNobodyHealthyMeansRefused() {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.status(500, "broken"));
    }
    try (ManagedBackend backend =
        users().panicThreshold(0).health(h -> h.failureThreshold(1).jitter(0)).build()) {
      probe();

      BackendRefusedException refused =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.get("/x").send().close());

      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(refused)
          .hasMessage("backend 'users': all origins failed or unhealthy (healthy=0 of 3)");
      assertThat(backend.health().healthy()).isFalse();
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void ignoringHealthServesAllTheSame() throws IOException {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.status(500, "broken"));
    }
    try (ManagedBackend backend =
        users()
            .panicThreshold(0)
            .useWhenUnhealthy(true)
            .health(h -> h.failureThreshold(1).jitter(0))
            .build()) {
      probe();

      assertThat(served(backend, 1)).containsExactly("broken");
    }
  }

  @Test
  void totalLimitHoldsForTheBodyToo() throws IOException {
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.stalledBody(100, 10));
    }
    try (ManagedBackend backend = users().timeout(ofMillis(200)).build();
        Response response = backend.get("/x").send()) {
      BackendTimeoutException late =
          catchThrowableOfType(BackendTimeoutException.class, () -> response.body().string());

      assertThat(late.limit()).isEqualTo(BackendTimeoutException.Limit.TOTAL);
    }
  }

  @Test
  void cancelReachesTheChosenOrigin() throws Exception {
    Gate gate = new Gate();
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.hold(gate, Behaviour.ok("late")));
    }
    try (ManagedBackend backend = users().build()) {
      CompletableFuture<Response> answer = backend.get("/x").sendAsync();
      cluster.origin(0).awaitRequests(1, ofSeconds(5));
      answer.cancel(true);

      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      assertThat(backend.origins()).extracting(OriginStatus::up).containsOnly(true);
    }
    gate.open();
  }

  @Test
  void asynchronousCallsWaitForThePermitOfTheirOrigin() throws Exception {
    Gate gate = new Gate();
    for (int i = 0; i < 3; i++) {
      cluster.origin(i).respond(Behaviour.hold(gate, Behaviour.ok("late")));
    }
    try (ManagedBackend backend = users().maxConnections(1).permitTimeout(ofSeconds(60)).build()) {
      List<CompletableFuture<Response>> answers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        answers.add(backend.get("/x").sendAsync());
      }
      Waiting.until("six wait", () -> backend.stats().waiting() == 6);
      answers.get(8).cancel(true);
      Waiting.until("five wait", () -> backend.stats().waiting() == 5);
      gate.open();
      for (CompletableFuture<Response> answer : answers.subList(0, 8)) {
        body(answer.get());
      }
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void closedBackendLeavesNothing() throws IOException {
    ManagedBackend backend = users().health(h -> {}).build();
    served(backend, 3);

    backend.close();

    assertThat(backend.stats().open()).isZero();
    assertThat(clock.scheduled()).isZero();
    assertThat(catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close()))
        .hasMessage("backend 'users': the backend is closed");
  }

  @Test
  void groupsChooseInTheirTurn() throws IOException {
    OriginGroup pair =
        new OriginGroup(
            "pair",
            1,
            0,
            Balancing.DEFAULT,
            List.of(
                Origin.of(cluster.urls()[0]).weight(1), Origin.of(cluster.urls()[1]).weight(1)));
    try (ManagedBackend backend =
        Backend.builder("users").origins(pair, Origin.of(cluster.urls()[2]).weight(1)).build()) {
      assertThat(served(backend, 8)).containsExactly("a", "c", "b", "c", "a", "c", "b", "c");
      assertThat(backend.origins()).hasSize(3);
    }
  }

  @Test
  void whatPeopleSayOfAnOriginCounts() throws IOException {
    try (ManagedBackend backend = users().build()) {
      Origin second = Origin.of(cluster.urls()[1]);
      backend.overrideHealth(second, HealthOverride.SICK);
      assertThat(served(backend, 4)).containsExactly("a", "c", "a", "c");

      backend.overrideHealth(second, HealthOverride.AUTO);
      assertThat(served(backend, 3)).contains("b");
      assertThat(
              catchThrowableOfType(
                  NoSuchElementException.class,
                  () ->
                      backend.overrideHealth(
                          Origin.of("http://elsewhere.test"), HealthOverride.SICK)))
          .hasMessageContaining("has no origin http://elsewhere.test");
    }
  }

  @Test
  void loneOriginThatPeopleCallSickIsNotAsked() {
    try (ManagedBackend backend = Backend.builder("users").origin(cluster.urls()[0]).build()) {
      backend.overrideHealth(HealthOverride.SICK);

      assertThat(
              catchThrowableOfType(
                      BackendRefusedException.class, () -> backend.get("/x").send().close())
                  .kind())
          .isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(cluster.origin(0).requestCount()).isZero();
    }
  }
}
