package io.forebay;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.health.HealthOverride;
import io.forebay.internal.live.LiveBackend;
import io.forebay.internal.live.LiveBackends;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origin;
import io.forebay.spi.OriginSource;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When the backends of a registry are opened: by their first use, and what that must not cost. */
@ExtendWith(LeakCheck.class)
class RegistryOpeningTest {
  private MisbehavingOrigin origin;

  @BeforeEach
  void start() {
    origin = MisbehavingOrigin.start().respond(Behaviour.ok("served"));
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  private BackendBuilder at(String label) {
    return Backend.builder(label).origin(origin.url());
  }

  private BackendRegistry.Builder three() {
    return BackendRegistry.builder()
        .add(at("lazy-a").spec())
        .add(at("lazy-b").maxConnections(7).spec())
        .add(at("lazy-c").spec())
        .refinement("lazy-a-too", "lazy-a", RefinementBuilder.of("x").pathPrefix("/too").build());
  }

  private static List<String> opened() {
    return LiveBackends.snapshot().stream()
        .filter(backend -> !backend.closed())
        .map(LiveBackend::label)
        .filter(label -> label.startsWith("lazy"))
        .sorted()
        .toList();
  }

  private static void call(Backend backend) throws IOException {
    try (Response response = backend.get("/x").send()) {
      assertThat(response.body().string()).isEqualTo("served");
    }
  }

  // ---- when

  @Test
  void backendIsOpenedByItsFirstCall() throws Exception {
    try (BackendRegistry registry = three().open()) {
      Backend first = registry.backend("lazy-a");
      assertThat(first.get("/prepared")).isNotNull();
      assertThat(opened()).isEmpty();

      call(registry.backend("lazy-a-too"));
      assertThat(opened()).containsExactly("lazy-a");
      call(first);
      assertThat(origin.connectionsAccepted()).isEqualTo(1); // A refinement shares the pool.
      call(registry.backend("lazy-b").refine(manners -> manners.pathPrefix("/mine")));
      assertThat(opened()).containsExactly("lazy-a", "lazy-b");
    }
    assertThat(opened()).isEmpty();
  }

  @Test
  void firstCallOfAClientOpensIt() throws Exception {
    try (BackendRegistry registry = three().open()) {
      OkHttpClient client = registry.backend("lazy-c").client();
      assertThat(opened()).isEmpty();

      Request request = new Request.Builder().url("http://x/").build();
      client.newCall(request).execute().close();

      assertThat(opened()).containsExactly("lazy-c");
    }
  }

  @Test
  void explainingOpens() {
    try (BackendRegistry registry = three().open()) {
      assertThat(registry.backend("lazy-b").explain()).contains("max_connections");
      assertThat(opened()).containsExactly("lazy-b");
    }
  }

  @Test
  void whatIsToldWithoutOpeningIsWhatAnOpenOneTells() {
    BackendSpec several =
        Backend.builder("lazy-d")
            .origins("http://127.0.0.1:1", "http://127.0.0.1:2")
            .maxConnections(5)
            .spec();
    try (BackendRegistry lazy = three().add(several).open();
        BackendRegistry eager = three().add(several).eager().open()) {
      assertThat(opened()).containsExactly("lazy-a", "lazy-b", "lazy-c", "lazy-d");
      for (String label : lazy.labels()) {
        Backend unopened = lazy.backend(label);
        Backend open = eager.backend(label);
        assertThat(unopened.stats()).isEqualTo(open.stats());
        assertThat(unopened.health()).isEqualTo(open.health());
        assertThat(unopened.origins()).isEqualTo(open.origins());
        assertThat(unopened.spec()).isEqualTo(open.spec());
        assertThat(unopened).hasToString(open.toString());
        assertThat(unopened.label()).isEqualTo(open.label());
      }
      assertThat(opened()).hasSize(4); // Those of the eager one.
    }
  }

  @Test
  void backendWithSomethingToDoIsOpenedAtOnce() {
    Environment found =
        Environment.system()
            .withClock(new FakeClock())
            .withOriginSource(
                "mine", () -> OriginSource.Listing.of(List.of(Origin.of(origin.url()).weight(1))));
    BackendSpec discovered =
        Backend.builder("lazy-found")
            .origins(Discovery.of(new Discovery.Custom("mine", Origin.of("http://users.test"))))
            .spec();
    try (BackendRegistry registry =
        three()
            .environment(found)
            .add(at("lazy-checked").health(check -> check.path("/up")).spec())
            .add(discovered)
            .open()) {
      assertThat(opened()).containsExactly("lazy-checked", "lazy-found");
      assertThat(registry.labels()).hasSize(6);
    }
  }

  @Test
  void firstUseByManyOpensOne() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (BackendRegistry registry = three().open()) {
        CyclicBarrier together = new CyclicBarrier(4);
        List<CompletableFuture<Void>> calls =
            IntStream.range(0, 4)
                .mapToObj(
                    any ->
                        CompletableFuture.runAsync(
                            () -> {
                              try {
                                together.await(20, TimeUnit.SECONDS);
                                call(registry.backend("lazy-b"));
                              } catch (Exception e) {
                                throw new AssertionError(e);
                              }
                            },
                            task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<Void> each : calls) {
          each.get(20, TimeUnit.SECONDS);
        }
        assertThat(opened()).containsExactly("lazy-b");
        assertThat(registry.backend("lazy-b").stats().totals().lease().count()).isEqualTo(4);
      }
    }
  }

  // ---- what is wrong is found at once

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments("a CA that is none", tls().tls(t -> t.ca("no certificate"))),
        arguments("a file that is not there", tls().tls(t -> t.ca(Path.of("/nowhere/ca.pem")))),
        arguments("no suite left", tls().tls(t -> t.ciphers("NOTHING"))),
        arguments(
            "an address of somebody else",
            Backend.builder("wrong").origin("http://127.0.0.1:1").bindAddress("192.0.2.1")),
        arguments(
            "two ways to one socket",
            Backend.builder("wrong")
                .origin("http://127.0.0.1:1")
                .unixSocket(Path.of("/nowhere/socket"))
                .proxy("http://127.0.0.1:2")),
        arguments(
            "a proxy that cannot take the login",
            Backend.builder("wrong")
                .origin("http://127.0.0.1:1")
                .proxy("socks5://" + "x".repeat(300) + ":y@127.0.0.1:2")));
  }

  private static BackendBuilder tls() {
    return Backend.builder("wrong").origin("https://127.0.0.1:1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void sameIsFoundWhetherOpenedAtOnceOrLater(String what, BackendBuilder backend) {
    BackendSpec spec = backend.spec();
    List<String> eager = findings(BackendRegistry.builder().add(spec).eager());

    assertThat(eager).hasSize(1);
    assertThat(findings(BackendRegistry.builder().add(spec))).isEqualTo(eager);
    try (BackendRegistry registry = three().open()) {
      RegistryDraft draft = registry.draft().create(spec);
      assertThat(draft.validate()).isEqualTo(eager);
      assertThatThrownBy(() -> registry.activate(draft))
          .isInstanceOf(InvalidVersionException.class)
          .hasMessageContaining(eager.get(0));
      assertThat(opened()).isEmpty();
    }
  }

  private static List<String> findings(BackendRegistry.Builder builder) {
    try (BackendRegistry opened = builder.open()) {
      throw new AssertionError("opened " + opened.labels());
    } catch (InvalidBackendException e) {
      return e.findings();
    }
  }

  @Test
  void allThatIsWrongIsFoundTogether() {
    BackendRegistry.Builder builder = three();
    builder.add(tls().tls(t -> t.ca("no certificate")).spec());
    builder.add(
        Backend.builder("wrong-too").origin("https://127.0.0.1:1").tls(t -> t.ca("nor")).spec());

    assertThat(findings(builder))
        .hasSize(2)
        .anyMatch(finding -> finding.startsWith("'wrong': tls.ca"))
        .anyMatch(finding -> finding.startsWith("'wrong-too': tls.ca"));
    assertThat(opened()).isEmpty();
  }

  // ---- what changes between the check and the first use

  @Test
  void certificateThatWentBadFailsCallsUntilItIsGoodAgain(@TempDir Path dir) throws Exception {
    HeldCertificate root = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path ca = Files.writeString(dir.resolve("ca.pem"), root.certificatePem());
    BackendSpec spec =
        Backend.builder("lazy-tls").origin("https://127.0.0.1:1").tls(t -> t.ca(ca)).spec();
    try (BackendRegistry registry = BackendRegistry.builder().add(spec).open()) {
      Backend backend = registry.backend("lazy-tls");
      Files.writeString(ca, "no certificate");

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> backend.get("/").send())
            .isInstanceOfSatisfying(
                BackendRefusedException.class,
                refused -> {
                  assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIGURATION);
                  assertThat(refused.outcome()).isEqualTo(Outcome.CONFIG);
                  assertThat(refused).hasMessageContaining("cannot be opened: tls.ca");
                });
      }
      assertThatThrownBy(() -> backend.get("/").sendAsync().join())
          .hasCauseInstanceOf(BackendRefusedException.class);
      assertThatThrownBy(backend::explain).isInstanceOf(IllegalStateException.class);
      assertThat(opened()).isEmpty();
      assertThat(backend.stats().open()).isZero();

      Files.writeString(ca, root.certificatePem());
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendConnectException.class); // Nobody listens there.
      assertThat(opened()).containsExactly("lazy-tls");
    }
  }

  @Test
  void certificateThatChangedIsReadAnew(@TempDir Path dir) throws Exception {
    HeldCertificate old = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate root = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate server =
        new HeldCertificate.Builder().signedBy(root).addSubjectAlternativeName("127.0.0.1").build();
    Path ca = Files.writeString(dir.resolve("ca.pem"), old.certificatePem());
    OriginOptions options =
        OriginOptions.tls(
            new HandshakeCertificates.Builder().heldCertificate(server).build().sslContext());
    try (MisbehavingOrigin secure =
            MisbehavingOrigin.start(options).respond(Behaviour.ok("served"));
        BackendRegistry registry =
            BackendRegistry.builder()
                .add(
                    Backend.builder("lazy-tls")
                        .origin(secure.url())
                        .tls(t -> t.ca(ca).platformCa(false))
                        .spec())
                .open()) {
      assertThat(registry.backend("lazy-tls").stats().certificates()).isEmpty();
      Files.writeString(ca, root.certificatePem());

      call(registry.backend("lazy-tls"));

      assertThat(registry.backend("lazy-tls").stats().certificates()).hasSize(1);
    }
  }

  // ---- versions

  @Test
  void activationKeepsUnopenedUnopenedAndOpenedAsItIs() throws Exception {
    try (BackendRegistry registry = three().open()) {
      call(registry.backend("lazy-a"));
      RefinementBuilder manners = RefinementBuilder.of("x").timeout(ofSeconds(7));

      registry.activate(
          registry
              .draft()
              .update("lazy-a", manners.build())
              .update("lazy-b", manners.build())
              .create(at("lazy-d").spec()));

      assertThat(opened()).containsExactly("lazy-a");
      call(registry.backend("lazy-a"));
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
      call(registry.backend("lazy-b"));
      assertThat(registry.backend("lazy-b").spec().exchange().timeouts().total())
          .isEqualTo(ofSeconds(7));
      registry.rollBack();
      assertThat(opened()).containsExactly("lazy-a", "lazy-b");
      assertThat(registry.labels()).doesNotContain("lazy-d");
    }
  }

  @Test
  void drainingOfTheUnusedIsNothing() {
    FakeClock clock = new FakeClock();
    BackendRegistry.Builder builder =
        BackendRegistry.builder().environment(Environment.system().withClock(clock));
    for (int i = 0; i < 1_000; i++) {
      builder.add(at("lazy-" + i).spec());
    }
    try (BackendRegistry registry = builder.open()) {
      registry.activate(registry.draft().replaceAll(RegistryContent.EMPTY));
      assertThat(clock.scheduled()).isZero();
      assertThat(opened()).isEmpty();
    }
  }

  @Test
  void closedBeforeItsFirstUseIsNeverOpened() {
    BackendRegistry registry = three().open();
    Backend backend = registry.backend("lazy-a");
    registry.close();

    assertThatThrownBy(() -> backend.get("/").send())
        .isInstanceOfSatisfying(
            BackendRefusedException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(Outcome.CLOSED))
        .hasMessageContaining("the backend is closed");
    assertThatThrownBy(backend::explain).isInstanceOf(IllegalStateException.class);
    assertThat(backend.stats().open()).isZero();
    assertThat(opened()).isEmpty();
  }

  @Test
  void firstUseAgainstClosingLeavesNothingOpen() throws Exception {
    for (int i = 0; i < 100; i++) {
      BackendRegistry registry = three().open();
      Backend backend = registry.backend("lazy-a");
      CyclicBarrier together = new CyclicBarrier(3);
      List<CompletableFuture<Void>> calls =
          IntStream.range(0, 2)
              .mapToObj(
                  any ->
                      CompletableFuture.runAsync(
                          () -> callOrBeRefused(together, backend),
                          task -> new Thread(task).start()))
              .toList();
      together.await(20, TimeUnit.SECONDS);
      registry.close(i % 2 == 0 ? ZERO : ofSeconds(5));
      for (CompletableFuture<Void> each : calls) {
        each.get(20, TimeUnit.SECONDS);
      }
      assertThat(opened()).isEmpty();
    }
    origin.awaitOpenConnections(0, ofSeconds(10));
  }

  private static void callOrBeRefused(CyclicBarrier together, Backend backend) {
    try {
      together.await(20, TimeUnit.SECONDS);
      call(backend);
    } catch (BackendException cutOff) {
      assertThat(cutOff.outcome()).isIn(Outcome.CLOSED, Outcome.CANCELLED);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void firstUseAgainstActivationFailsNoCall() throws Exception {
    try (BackendRegistry registry = three().open()) {
      Backend backend = registry.backend("lazy-b");
      for (int i = 0; i < 100; i++) {
        int bound = 10 + i;
        RegistryDraft next =
            registry.draft().update("lazy-b", spec -> at("lazy-b").maxConnections(bound).spec());
        CyclicBarrier together = new CyclicBarrier(3);
        List<CompletableFuture<Void>> calls =
            IntStream.range(0, 2)
                .mapToObj(
                    any ->
                        CompletableFuture.runAsync(
                            () -> {
                              try {
                                together.await(20, TimeUnit.SECONDS);
                                call(backend);
                              } catch (Exception e) {
                                throw new AssertionError(e);
                              }
                            },
                            task -> new Thread(task).start()))
                .toList();
        together.await(20, TimeUnit.SECONDS);
        registry.activate(next);
        for (CompletableFuture<Void> each : calls) {
          each.get(20, TimeUnit.SECONDS);
        }
      }
      call(backend);
      Waiting.until("the others are closed", () -> opened().size() == 1);
      Waiting.until(
          "their connections are closed",
          () -> origin.openConnections() == backend.stats().open()); // Two, if both calls met it.
    }
  }

  // ---- what people say of health

  @Test
  void healthThatIsSaidLastsOverActivationsThatKeepTheBackend() throws Exception {
    try (BackendRegistry registry = three().open()) {
      registry.overrideHealth("lazy-b", HealthOverride.SICK);
      assertThat(opened()).containsExactly("lazy-b");
      assertThatThrownBy(() -> call(registry.backend("lazy-b")))
          .isInstanceOf(BackendRefusedException.class);

      RefinementBuilder manners = RefinementBuilder.of("x").timeout(ofSeconds(7));
      registry.activate(registry.draft().update("lazy-b", manners.build()));
      assertThat(registry.backend("lazy-b").health().healthy()).isFalse();

      registry.activate(
          registry.draft().update("lazy-b", spec -> at("lazy-b").maxConnections(8).spec()));
      assertThat(registry.backend("lazy-b").health().healthy()).isTrue();
      call(registry.backend("lazy-b"));
      registry.rollBack();
      call(registry.backend("lazy-b"));
    }
  }

  @Test
  void healthIsSaidOfOneOriginAndByTheLabelOfARefinement() throws Exception {
    try (BackendRegistry registry = three().open()) {
      Origin one = Origin.of(origin.url());
      registry.overrideHealth("lazy-a-too", one, HealthOverride.SICK);
      assertThat(registry.backend("lazy-a").health().healthy()).isFalse();
      registry.overrideHealth("lazy-a", one, HealthOverride.AUTO);
      call(registry.backend("lazy-a"));

      assertThatThrownBy(() -> registry.overrideHealth("nobody", HealthOverride.SICK))
          .isInstanceOf(NoSuchElementException.class);
      Origin other = Origin.of("http://elsewhere.test");
      assertThatThrownBy(() -> registry.overrideHealth("lazy-a", other, HealthOverride.SICK))
          .isInstanceOf(NoSuchElementException.class);
    }
  }
}
