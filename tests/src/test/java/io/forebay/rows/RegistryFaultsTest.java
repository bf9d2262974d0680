package io.forebay.rows;

import static io.forebay.Outcome.CLOSED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendRegistry;
import io.forebay.InvalidVersionException;
import io.forebay.RefinementBuilder;
import io.forebay.RegistryContent;
import io.forebay.RegistryDraft;
import io.forebay.RegistryVersion;
import io.forebay.rows.Meeting.Ended;
import io.forebay.spec.BackendSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R: another version of a registry comes into force while calls are under way. */
@ExtendWith(LeakCheck.class)
class RegistryFaultsTest {
  private MisbehavingOrigin first;
  private MisbehavingOrigin second;
  private BackendRegistry registry;
  private Backend users;

  @BeforeEach
  void open() {
    first = MisbehavingOrigin.start().respond(Behaviour.ok("first"));
    second = MisbehavingOrigin.start().respond(Behaviour.ok("second"));
    registry =
        BackendRegistry.builder()
            .add(at(first, "1").spec())
            .refinement(
                "admin", "users", RefinementBuilder.of("admin").pathPrefix("/admin").build())
            .open();
    users = registry.backend("users");
  }

  @AfterEach
  void close() {
    registry.close();
    first.close();
    second.close();
  }

  private static BackendBuilder at(MisbehavingOrigin origin, String version) {
    return Backend.builder("users")
        .origin(origin.url())
        .requestHeaders(edits -> edits.set("X-Version", version));
  }

  private static String body(Backend backend) {
    return Ended.of(backend.get("/x")).body();
  }

  private RegistryVersion replaceBy(BackendSpec spec) {
    return registry.activate(registry.draft().update("users", before -> spec));
  }

  @Test
  @DisplayName("R2 a call that was made before a swap is sent to where it was made for")
  void madeBeforeTheSwap() throws Exception {
    Call made = users.newCall(new Request.Builder().url("http://x/made").build());
    replaceBy(at(second, "2").spec());

    assertThat(body(users)).isEqualTo("second");
    try (Response response = made.execute()) {
      assertThat(response.body().string()).isEqualTo("first");
    }
    try (Response again = made.clone().execute()) {
      assertThat(again.body().string()).isEqualTo("second");
    }
    first.awaitOpenConnections(0, ofSeconds(10));
  }

  @Test
  @DisplayName("R2 a call in flight ends where it began, and then its connection is closed")
  void inFlightDuringTheSwap() throws Exception {
    Gate gate = new Gate();
    first.respond(Behaviour.hold(gate, Behaviour.ok("held")));
    CompletableFuture<Response> held = users.get("/held").sendAsync();
    gate.awaitArrivals(1, ofSeconds(10));

    replaceBy(at(second, "2").spec());

    assertThat(body(users)).isEqualTo("second");
    assertThat(first.openConnections()).isEqualTo(1);
    gate.open();
    try (Response response = held.get(10, TimeUnit.SECONDS)) {
      assertThat(response.body().string()).isEqualTo("held");
    }
    first.awaitOpenConnections(0, ofSeconds(10));
  }

  @Test
  @DisplayName("R2 a body that is read slowly is read to its end")
  void bodyDuringTheSwap() throws Exception {
    first.respond(Behaviour.slowBody("piece ", ofMillis(20), 30));
    try (Response response = users.get("/slow").send()) {
      replaceBy(at(second, "2").spec());
      assertThat(body(users)).isEqualTo("second");
      assertThat(response.body().string()).hasSize("piece ".length() * 30);
    }
    first.awaitOpenConnections(0, ofSeconds(10));
  }

  @Test
  @DisplayName("R3 another attempt of a call goes to the origin of its version")
  void attemptAgainAfterTheSwap() throws Exception {
    replaceBy(at(first, "1").retries(rules -> rules.withAttempts(3)).spec());
    Gate gate = new Gate();
    first.enqueue(Behaviour.hold(gate, Behaviour.readThenClose()));
    CompletableFuture<Response> held = users.get("/held").sendAsync();
    gate.awaitArrivals(1, ofSeconds(10));

    replaceBy(at(second, "2").spec());
    gate.open();

    try (Response response = held.get(10, TimeUnit.SECONDS)) {
      assertThat(response.body().string()).isEqualTo("first");
    }
    assertThat(second.requestCount()).isZero();
    first.awaitOpenConnections(0, ofSeconds(10));
  }

  @Test
  @DisplayName("R4 a backend that is gone refuses, its calls in flight end, and it may come back")
  void goneBackend() throws Exception {
    Gate gate = new Gate();
    first.enqueue(Behaviour.hold(gate, Behaviour.ok("held")));
    CompletableFuture<Response> held = users.get("/held").sendAsync();
    gate.awaitArrivals(1, ofSeconds(10));
    OkHttpClient client = users.client();

    registry.activate(
        registry
            .draft()
            .delete("users")
            .delete("admin")
            .create(Backend.builder("others").origin(second.url()).spec()));
    gate.open();

    held.get(10, TimeUnit.SECONDS).close();
    Ended refused = Ended.of(users.get("/x"));
    assertThat(refused.ours().outcome()).isEqualTo(CLOSED);
    assertThat(refused.ours())
        .hasMessage(
            "backend 'users': not defined in version 2 of the registry:"
                + " no backend 'users' (known: [others])");
    assertThatThrownBy(users::stats).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(
            () -> client.newCall(new Request.Builder().url("http://x/").build()).execute())
        .hasMessageContaining("not defined in version 2");
    registry.rollBack();
    assertThat(body(users)).isEqualTo("first");
    try (Response response =
        client.newCall(new Request.Builder().url("http://x/").build()).execute()) {
      assertThat(response.body().string()).isEqualTo("first");
    }
  }

  @Test
  @DisplayName("R5 a version that cannot be opened changes nothing, and says everything at once")
  void invalidVersion() {
    body(users);
    RegistryDraft draft =
        registry
            .draft()
            .create("lost", "nobody", RefinementBuilder.of("lost").path("/").build())
            .create(
                Backend.builder("secure")
                    .origin("https://127.0.0.1:1")
                    .tls(tls -> tls.ca("no certificate"))
                    .spec());
    RegistryVersion before = registry.active();

    assertThatThrownBy(() -> registry.activate(draft))
        .isInstanceOf(InvalidVersionException.class)
        .hasMessageStartingWith("registry version 2: 2 findings")
        .hasMessageContaining("'lost': referenced backend \"nobody\" is not defined")
        .hasMessageContaining("'secure': ");

    assertThat(registry.active()).isEqualTo(before);
    assertThat(draft.version().state()).isEqualTo(RegistryVersion.State.DRAFT);
    assertThat(body(users)).isEqualTo("first");
    assertThat(first.connectionsAccepted()).isEqualTo(1);
  }

  @Test
  @DisplayName("R6 R7 whose transport stays the same keeps its connections, whatever its manners")
  void unchangedTransport() {
    body(users);
    for (int i = 0; i < 200; i++) {
      String version = String.valueOf(i);
      registry.activate(
          registry
              .draft()
              .update(
                  "users",
                  RefinementBuilder.of("users")
                      .timeout(ofSeconds(10 + version.length()))
                      .requestHeaders(edits -> edits.set("X-Version", version))
                      .build()));
      assertThat(body(users)).isEqualTo("first");
    }

    assertThat(first.connectionsAccepted()).isEqualTo(1);
    assertThat(first.requests().get(200).header("X-Version")).contains("199");
    assertThat(users.stats().totals().opened()).isEqualTo(1);
    assertThat(registry.versions()).hasSize(100);
  }

  @Test
  @DisplayName("R7 another bound of the pool is another pool, and the old one drains")
  void otherBound() {
    for (int max : List.of(10, 5, 20)) {
      replaceBy(at(first, "1").maxConnections(max).spec());
      assertThat(body(users)).isEqualTo("first");
      assertThat(users.stats().max()).isEqualTo(max);
    }
    first.awaitOpenConnections(1, ofSeconds(10));
  }

  @Test
  @DisplayName("R9 of two activations at once, both happen, one after the other")
  void activationsAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      RegistryDraft left = registry.draft().update("users", spec -> at(first, "l").spec());
      RegistryDraft right = registry.draft().update("users", spec -> at(second, "r").spec());
      CompletableFuture<RegistryVersion> other =
          CompletableFuture.supplyAsync(() -> registry.activate(left));
      registry.activate(right);
      other.get(20, TimeUnit.SECONDS);

      int active = registry.active().number();
      assertThat(active).isIn(left.number(), right.number());
      assertThat(body(users)).isEqualTo(active == left.number() ? "first" : "second");
      assertThat(registry.rollBack().number()).isEqualTo(left.number() + right.number() - active);
    }
  }

  @Test
  @DisplayName("R11 a refinement does not outlive its backend, nor follow it to another name")
  void refinementOfAGoneBackend() {
    Backend admin = registry.backend("admin");

    assertThat(registry.draft().delete("users").validate())
        .containsExactly("'admin': referenced backend \"users\" is not defined");
    BackendSpec renamed = Backend.builder("people").origin(second.url()).spec();
    assertThat(registry.draft().update("users", spec -> renamed).validate())
        .containsExactly("'admin': referenced backend \"users\" is not defined");
    replaceBy(at(second, "2").spec());

    assertThat(body(admin)).isEqualTo("second");
    assertThat(second.requests().get(0).target()).isEqualTo("/admin/x");
  }

  @Test
  @DisplayName("R11 a refinement that was made of a handle refines what is in force")
  void refinedHandleFollows() {
    Backend refined = users.refine(manners -> manners.pathPrefix("/mine"));
    replaceBy(at(second, "2").spec());

    assertThat(body(refined)).isEqualTo("second");
    assertThat(second.requests().get(0).target()).isEqualTo("/mine/x");
    assertThat(second.requests().get(0).header("X-Version")).contains("2");
  }

  @Test
  @DisplayName("R12 once a secret is replaced, no call that is made sends the old one")
  void secretRotation() {
    RegistryContent content = registry.active().content();
    for (String secret : List.of("old", "new")) {
      registry.activate(
          registry
              .draft()
              .update("users", RefinementBuilder.of("users").basicAuth("me", secret).build()));
      assertThat(body(users)).isEqualTo("first");
    }
    String sent = Credentials.basic("me", "new");
    assertThat(first.requests().get(1).header("Authorization")).contains(sent);
    assertThat(registry.versions().toString()).doesNotContain("old").doesNotContain("new");
    registry.activate(registry.draft().replaceAll(content));
    assertThat(body(users)).isEqualTo("first");
    assertThat(first.requests().get(2).header("Authorization")).isEmpty();
  }

  @Test
  @DisplayName("R4 closing the registry closes what is still draining")
  void closedWhileDraining() {
    Gate gate = new Gate();
    first.respond(Behaviour.hold(gate, Behaviour.ok("held")));
    CompletableFuture<Response> held = users.get("/held").sendAsync();
    gate.awaitArrivals(1, ofSeconds(10));
    Call never = users.newCall(new Request.Builder().url("http://x/never").build());
    replaceBy(at(second, "2").spec());

    registry.close(ZERO);

    Waiting.until("the call is cut off", held::isCompletedExceptionally);
    gate.open();
    first.awaitOpenConnections(0, ofSeconds(10));
    assertThatThrownBy(never::execute).hasMessageContaining("the backend is closed");
  }
}
