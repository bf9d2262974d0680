package io.forebay.routing;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendRefusedException;
import io.forebay.Environment;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.discovery.DnsOrigin;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Origins that are found, from a source or by DNS, while calls are made. */
class DiscoveredOriginsTest {
  private final Cluster cluster = new Cluster(3);
  private final FakeClock clock = new FakeClock();
  private volatile List<WeightedOrigin> table = members(0, 1);
  private volatile boolean broken;

  @AfterEach
  void closeOrigins() {
    cluster.close();
  }

  private List<WeightedOrigin> members(int... numbers) {
    List<WeightedOrigin> members = new ArrayList<>();
    for (int number : numbers) {
      members.add(Origin.of(cluster.urls()[number]).weight(1));
    }
    return members;
  }

  private OriginSource.Listing list() throws IOException {
    if (broken) {
      throw new IOException("the table is locked");
    }
    return OriginSource.Listing.of(table);
  }

  private ManagedBackend users() {
    Discovery how =
        Discovery.of(new Discovery.Custom("table", Origin.of("http://users.test")))
            .withProbation(ZERO);
    return open(how, Environment.system().withOriginSource("table", this::list));
  }

  private ManagedBackend open(Discovery how, Environment environment) {
    BackendSpec spec =
        new BackendSpec(
            "users",
            TransportSpec.of(new Origins.Discovered(how)),
            ExchangeSpec.DEFAULT,
            Optional.empty());
    return Backend.open(spec, environment.withClock(clock));
  }

  private static List<String> served(Backend backend, int calls) throws IOException {
    List<String> served = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      try (Response response = backend.get("/x").send()) {
        served.add(response.body().string());
      }
    }
    return served;
  }

  private void refreshed(ManagedBackend backend, int members) {
    clock.advance(ofSeconds(30));
    Waiting.until("the list is read again", () -> backend.origins().size() == members);
  }

  @Test
  void firstCallWaitsForTheFirstList() throws IOException {
    try (ManagedBackend backend = users()) {
      assertThat(served(backend, 4)).containsExactly("a", "b", "a", "b");
    }
  }

  @Test
  void whoComesServesAndWhoGoesFinishesWhatItBegan() throws Exception {
    Gate gate = new Gate();
    try (ManagedBackend backend = users()) {
      served(backend, 1);
      cluster.origin(1).respond(Behaviour.hold(gate, Behaviour.ok("b, late")));
      CompletableFuture<Response> begun = backend.get("/x").sendAsync();
      cluster.origin(1).awaitRequests(1, ofSeconds(5));

      table = members(0, 2);
      clock.advance(ofSeconds(30));
      Waiting.until(
          "c belongs to it",
          () -> backend.origins().stream().anyMatch(one -> one.member().equals(members(2).get(0))));
      assertThat(served(backend, 4)).containsOnly("a", "c");

      gate.open();
      try (Response response = begun.get()) {
        assertThat(response.body().string()).isEqualTo("b, late");
      }
    }
  }

  @Test
  void whoWaitsAtOneThatLeavesIsServedElsewhere() throws Exception {
    Gate gate = new Gate();
    cluster.origin(1).respond(Behaviour.hold(gate, Behaviour.ok("b, late")));
    Discovery how =
        Discovery.of(new Discovery.Custom("table", Origin.of("http://users.test")))
            .withProbation(ZERO);
    try (ManagedBackend backend =
        Backend.builder("users")
            .origins(how)
            .environment(
                Environment.system().withOriginSource("table", this::list).withClock(clock))
            .maxConnections(1)
            .permitTimeout(ofMinutes(2))
            .build()) {
      served(backend, 1);
      CompletableFuture<Response> begun = backend.get("/x").sendAsync();
      cluster.origin(1).awaitRequests(1, ofSeconds(5));
      served(backend, 1);
      CompletableFuture<Response> waits = backend.get("/x").sendAsync();
      Waiting.until("it waits", () -> backend.stats().waiting() == 1);

      table = members(0);
      clock.advance(ofSeconds(30));
      try (Response response = waits.get()) {
        assertThat(response.body().string()).isEqualTo("a");
      }
      gate.open();
      begun.get().close();
    }
  }

  @Test
  void whoStaysKeepsItsConnections() throws IOException {
    try (ManagedBackend backend = users()) {
      served(backend, 4);
      table = members(0, 1, 2);
      refreshed(backend, 3);
      served(backend, 6);

      assertThat(backend.stats().totals().opened()).isEqualTo(3);
    }
  }

  @Test
  void lastGoodListStaysInForce() throws IOException {
    try (ManagedBackend backend = users()) {
      served(backend, 1);
      broken = true;
      clock.advance(ofSeconds(30));

      assertThat(served(backend, 4)).containsOnly("a", "b");
    }
  }

  @Test
  void nothingFoundIsRefusedAndSaysWhy() {
    broken = true;
    try (ManagedBackend backend = users()) {
      BackendRefusedException refused =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.get("/x").send().close());

      assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      assertThat(refused)
          .hasMessageStartingWith("backend 'users': no origin to choose from: ")
          .hasMessageContaining("the table is locked");
    }
  }

  @Test
  void addressesOfANameGoByThatName() throws IOException {
    int port = Origin.of(cluster.urls()[0]).port();
    try (DnsOrigin dns = DnsOrigin.start()) {
      dns.holds("users.test. 30 A 127.0.0.1");
      Discovery how =
          Discovery.addresses("http://users.test:" + port).withNameservers(List.of(dns.address()));
      try (ManagedBackend backend = open(how, Environment.system())) {
        assertThat(served(backend, 1)).containsExactly("a");
        assertThat(cluster.origin(0).requests().get(0).header("Host"))
            .contains("users.test:" + port);
      }
    }
  }
}
