package io.forebay.config.vcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.Definitions;
import io.forebay.config.Language;
import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.health.Consecutive;
import io.forebay.health.Expectation;
import io.forebay.health.HealthPolicy;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Discovery;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.PathSpec;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is read again; what cannot be written is noted. */
class VclWrittenTest {
  /** A director's, as it is read. */
  private static final Routing ROUTING =
      Vcl.only("backend a { .host = \"a\"; } director d random { { .backend = a; .weight = 1; } }")
          .routing();

  private static Carried carried(BackendSpec... specs) {
    Map<String, BackendSpec> all = new LinkedHashMap<>();
    for (BackendSpec spec : specs) {
      all.put(spec.label(), spec);
    }
    return new Carried(all, Map.of(), List.of());
  }

  private static BackendSpec plain(String label) {
    BackendSpec read = Vcl.only("backend b { .host = \"a.example\"; .port = \"8080\"; }");
    return new BackendSpec(label, read.transport(), read.exchange(), Optional.empty());
  }

  @Test
  void textIsCanonical_G34() {
    String text =
        """
        backend d_1 {
          .between_bytes_timeout = 10s;
          .connect_timeout = 1500ms;
          .dynamic = true;
          .fetch_timeout = 0s;
          .first_byte_timeout = 15s;
          .host = "a.example";
          .keepalive_time = 60s;
          .max_connections = 200;
          .port = "443";
          .share_key = "k";
          .ssl = true;
          .probe = {
            .expected_response = 200;
            .initial = 2;
            .interval = 5s;
            .request = "HEAD /%25 HTTP/1.1" "Host: a.example" "Connection: close";
            .threshold = 3;
            .timeout = 2s;
            .window = 8;
          }
        }

        director d random {
          .quorum = 50%;
          { .backend = d_1; .weight = 7; }
        }
        """;
    Written written = Vcl.DIALECT.write(Vcl.read(text));
    assertThat(written.text()).isEqualTo(text);
    assertThat(written.notes()).isEmpty();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("backends") List<BackendSpec> specs) {
    Carried definitions = carried(specs.toArray(BackendSpec[]::new));
    Written written = Vcl.DIALECT.write(definitions);
    assertThat(Vcl.read(written.text()).backends())
        .as(written.text())
        .containsExactlyEntriesOf(definitions.backends());
    assertThat(written.notes()).isEmpty();
  }

  /** Row G9: one model, said in three languages. */
  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void g9EveryLanguageGivesEqualModels(@ForAll("backends") List<BackendSpec> specs) {
    Definitions definitions = Definitions.of(specs.toArray(BackendSpec[]::new));
    for (Language language : List.of(Language.YAML, Language.JSON, Language.VCL)) {
      String text = definitions.write(language).text();
      assertThat(Definitions.read(text, "t", language).definitions())
          .as(text)
          .isEqualTo(definitions);
    }
  }

  /** Of what a random definition says, nothing is lost without a note. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsNotReadAgainIsNoted(
      @ForAll("backends") List<BackendSpec> specs, @ForAll("changes") Change change) {
    BackendSpec changed = change.of(specs.get(0));
    Written written = Vcl.DIALECT.write(carried(changed));
    assertThat(written.notes())
        .as(change.name() + " in\n" + written.text())
        .anyMatch(note -> note.startsWith("backend 'b0': ") && note.contains(change.name()))
        .noneMatch(note -> note.contains("s3cr3t"));
    assertThat(written.text()).doesNotContain("s3cr3t");
  }

  @Test
  void namesAreMadeFit() {
    Carried definitions = carried(plain("a-b"), plain("a_b"), plain("1"), plain("sub"));
    Written written = Vcl.DIALECT.write(definitions);
    assertThat(Vcl.read(written.text()).backends().keySet())
        .containsExactly("a_b_2", "a_b", "F_1", "F_sub");
    assertThat(written.notes())
        .containsExactly(
            "backend 'a-b': called 'a_b_2', as that is no name in VCL, or taken",
            "backend '1': called 'F_1', as that is no name in VCL, or taken",
            "backend 'sub': called 'F_sub', as that is no name in VCL, or taken");
  }

  @Test
  void refinementsAndDiscoveriesAreNoted() {
    BackendSpec found =
        plain("a")
            .withTransport(
                TransportSpec.of(new Origins.Discovered(Discovery.addresses("http://x.example"))));
    Carried definitions =
        new Carried(
            Map.of("a", found), Map.of("r", new NamedRefinement("a", Refinement.NONE)), List.of());
    Written written = Vcl.DIALECT.write(definitions);
    assertThat(written.text()).isEmpty();
    assertThat(written.notes())
        .containsExactly(
            "backend 'a': left out, as VCL cannot say how its origins are found",
            "refinement 'r': left out, as VCL has none");
  }

  @Test
  void keysAreNeverWritten() {
    BackendSpec read =
        Vcl.spec(
            ".ssl = true; .ssl_client_cert = {\"s3cr3t cert\"}; .ssl_client_key = \"s3cr3t key\";");
    assertThat(read.transport().tls().identity()).isPresent();
    Written written = Vcl.DIALECT.write(carried(read));
    assertThat(written.text()).doesNotContain("s3cr3t");
    assertThat(written.notes())
        .containsExactly(
            "backend 'b': tls.client_certificate: left out, as VCL cannot say it, or only with the"
                + " key in it");
  }

  /** Something that VCL cannot say. */
  record Change(String name, UnaryOperator<BackendSpec> how) {
    BackendSpec of(BackendSpec spec) {
      return how.apply(spec);
    }
  }

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.of(
        exchange(
            "path_prefix",
            e -> e.withPath(new PathSpec(Optional.empty(), Optional.of(Value.secret("/s3cr3t"))))),
        exchange(
            "permit_timeout: VCL cannot say 1s; written and read as 0s",
            e -> e.withTimeouts(e.timeouts().withPermit(Duration.ofSeconds(1)))),
        exchange(
            "ttfb_timeout: VCL cannot say 0s; written and read as 15s",
            e -> e.withTimeouts(e.timeouts().withTtfb(Duration.ZERO))),
        exchange("use_when_unhealthy", e -> e.withUseWhenUnhealthy(true)),
        exchange(
            "retries",
            e ->
                e.withRetries(
                    Optional.of(
                        RetrySpec.DEFAULT.withAttempts(7).withRetryAfterCap(Duration.ZERO)))),
        transport("max_use", t -> t.withPool(t.pool().withLife(t.pool().life().withMaxUse(3)))),
        transport(
            "keepalive_time",
            t ->
                t.withPool(
                    t.pool()
                        .withLife(t.pool().life().withKeepaliveTime(Duration.ofDays(99_999_999))))),
        transport("hostname", t -> t.withHostname(Optional.of("other.example"))),
        transport(
            "tls.ca",
            t ->
                t.withTls(
                    t.tls()
                        .withTrust(
                            TrustSpec.DEFAULT.withCa(
                                List.of(new Material.Inline("s3cr3t", "${env:X}")))))),
        transport(
            "tls.client_certificate",
            t ->
                t.withTls(
                    t.tls()
                        .withIdentity(
                            Optional.of(
                                new ClientIdentity(
                                    Material.inline("x"),
                                    Optional.of(Material.inline("s3cr3t")),
                                    Optional.empty()))))),
        transport("tls.ciphers", t -> t.withTls(t.tls().withCiphers(List.of("a b")))),
        transport("tls.sni_hostname", t -> t.withTls(t.tls().withSniHostname(Optional.of("a..b")))),
        transport("http2", t -> t.withProtocol(t.protocol().withHttp2(true))),
        transport(
            "ipv6", t -> t.withSocket(t.socket().withAddresses(SocketSpec.Addresses.IPV6_ONLY))),
        new Change(
            "balance: VCL cannot say ewma; written and read as random",
            spec ->
                routed(
                    spec, r -> r.withBalancing(ROUTING.balancing().withBy(Balance.Ewma.DEFAULT)))),
        new Change(
            "panic_threshold: VCL cannot say 50",
            spec ->
                routed(
                    spec,
                    r -> r.withBalancing(r.balancing().withPanicThreshold(50).withQuorum(1)))),
        new Change(
            "outlier",
            spec ->
                routed(
                    spec,
                    r ->
                        new Routing(
                            ROUTING.balancing(), Routing.DEFAULT.outlier(), r.slowStart()))),
        health(
            "health.window: VCL cannot say failure_threshold: 2, success_threshold: 1; written and"
                + " read as window: 2, threshold: 1, initial: 1",
            h ->
                new HealthSpec(
                    h.request(),
                    h.expect(),
                    h.schedule(),
                    Consecutive.DEFAULT,
                    h.dummy(),
                    h.held(),
                    h.shareKey())),
        health(
            "health.jitter",
            h ->
                new HealthSpec(
                    h.request(),
                    h.expect(),
                    ProbeSchedule.DEFAULT,
                    h.policy(),
                    h.dummy(),
                    h.held(),
                    h.shareKey())),
        health(
            "health.expected_status: VCL cannot say 200, 204, 301; written and read as 200",
            h ->
                new HealthSpec(
                    h.request(),
                    Expectation.DEFAULT,
                    h.schedule(),
                    h.policy(),
                    h.dummy(),
                    h.held(),
                    h.shareKey())),
        health(
            "health.share_key",
            h ->
                new HealthSpec(
                    h.request(),
                    h.expect(),
                    h.schedule(),
                    h.policy(),
                    h.dummy(),
                    h.held(),
                    Optional.of("a b"))));
  }

  private static Change exchange(String name, UnaryOperator<ExchangeSpec> how) {
    return new Change(name, spec -> spec.withExchange(how.apply(spec.exchange())));
  }

  private static Change transport(String name, UnaryOperator<TransportSpec> how) {
    return new Change(name, spec -> spec.withTransport(how.apply(spec.transport())));
  }

  private static Change health(String name, UnaryOperator<HealthSpec> how) {
    HealthSpec usual = Vcl.health("");
    return new Change(
        name, spec -> spec.withHealth(Optional.of(how.apply(spec.health().orElse(usual)))));
  }

  private static BackendSpec routed(BackendSpec spec, UnaryOperator<Routing> how) {
    return spec.withRouting(how.apply(spec.routing()));
  }

  @Provide
  Arbitrary<List<BackendSpec>> backends() {
    return Combinators.combine(singles().list().ofMinSize(1).ofMaxSize(3), directors())
        .as(
            (singles, director) -> {
              List<BackendSpec> all = new ArrayList<>();
              singles.forEach(spec -> all.add(labelled("b" + all.size(), spec)));
              all.add(labelled("anyone", director));
              return all;
            });
  }

  private static BackendSpec labelled(String label, BackendSpec spec) {
    return spec.withLabel(label);
  }

  private static Arbitrary<Origin> origins() {
    return Combinators.combine(
            Arbitraries.of("http", "https"),
            Arbitraries.of(
                "a", "users.internal", "127.0.0.1", "::1", "a_b", "xn--bcher-kva.example"),
            Arbitraries.integers().between(1, 65535))
        .as(Origin::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, 999_999_999_999_999L).map(Duration::ofNanos);
  }

  private static Arbitrary<BackendSpec> singles() {
    Arbitrary<ExchangeSpec> exchanges =
        Combinators.combine(
                durations(),
                durations(),
                durations(),
                durations().injectDuplicates(0.1).map(d -> d.toDays() % 2 == 0 ? Duration.ZERO : d),
                Arbitraries.of("h.example", "h.example:81", "[::1]", "a%b\"c")
                    .filter(h -> !h.contains("%"))
                    .optional())
            .as(
                (connect, ttfb, silence, total, host) ->
                    ExchangeSpec.DEFAULT
                        .withHost(host)
                        .withTimeouts(
                            new Timeouts(
                                connect, ttfb, silence, total, Duration.ZERO, Duration.ZERO)));
    return Combinators.combine(transports(), exchanges, healths().optional())
        .as((transport, exchange, health) -> new BackendSpec("any", transport, exchange, health));
  }

  private static Arbitrary<TransportSpec> transports() {
    Arbitrary<PoolSpec> pools =
        Combinators.combine(Arbitraries.integers().between(0, Integer.MAX_VALUE), durations())
            .as(
                (most, idle) ->
                    PoolSpec.DEFAULT
                        .withMaxConnections(most)
                        .withLife(PoolSpec.DEFAULT.life().withKeepaliveTime(idle)));
    return Combinators.combine(origins(), pools, tls(), Arbitraries.of(true, false))
        .as(
            (origin, pool, tls, ipv6) ->
                TransportSpec.of(origin)
                    .withPool(pool)
                    .withTls(tls)
                    .withSocket(
                        ipv6
                            ? SocketSpec.DEFAULT.withAddresses(SocketSpec.Addresses.IPV6_FIRST)
                            : SocketSpec.DEFAULT));
  }

  private static Arbitrary<TlsSpec> tls() {
    Arbitrary<TrustSpec> trusts =
        Arbitraries.of(
            TrustSpec.DEFAULT,
            TrustSpec.DEFAULT.withValidate(false),
            TrustSpec.DEFAULT.withCertHostname(Optional.of("c.example")),
            TrustSpec.DEFAULT.withCa(List.of(Material.inline("one"))).withPlatform(false),
            TrustSpec.DEFAULT
                .withCa(List.of(Material.inline("a \"\n\"} \"A} %41 \u00e4\r\n")))
                .withPlatform(false));
    return Combinators.combine(
            trusts,
            Arbitraries.of("s.example", "a_b.", "::1").optional(),
            Arbitraries.of(TlsVersion.class),
            Arbitraries.of(
                List.<String>of(), List.of("ECDHE-RSA-AES128-GCM-SHA256", "!aNULL", "A+B")))
        .as(
            (trust, sni, version, ciphers) ->
                TlsSpec.DEFAULT
                    .withTrust(trust)
                    .withSniHostname(sni)
                    .withVersions(
                        version.compareTo(TlsVersion.TLS_1_2) < 0 ? version : TlsVersion.TLS_1_2,
                        version)
                    .withCiphers(ciphers));
  }

  private static Arbitrary<HealthSpec> healths() {
    Arbitrary<ProbeRequest> requests =
        Combinators.combine(
                Arbitraries.of("GET", "HEAD", "X-CHECK"),
                Arbitraries.of("/", "/a?b=%41\"", "/\u00e4{x}"),
                Arbitraries.of("probe.example", "[::1]:80").optional(),
                Arbitraries.of(
                    Map.<String, String>of(),
                    Map.of("Connection", "close"),
                    Map.of("X", "a\"b%", "Y", "")))
            .as(
                (method, path, host, headers) ->
                    new ProbeRequest(method, path, host, OptionalInt.empty(), headers));
    Arbitrary<ProbeSchedule> schedules =
        Combinators.combine(
                Arbitraries.longs().between(500, 900_000),
                Arbitraries.longs().between(500, 300_000))
            .as(
                (interval, timeout) ->
                    new ProbeSchedule(
                        Duration.ofMillis(interval),
                        Duration.ofMillis(interval),
                        Duration.ofMillis(timeout),
                        0));
    Arbitrary<HealthPolicy> windows =
        Combinators.combine(
                Arbitraries.integers().between(1, 64),
                Arbitraries.integers().between(0, 64),
                Arbitraries.integers().between(0, 99))
            .as(
                (window, threshold, initial) ->
                    new SlidingWindow(window, Math.min(window, threshold), initial));
    return Combinators.combine(
            requests,
            Arbitraries.integers()
                .between(100, 999)
                .map(s -> Expectation.DEFAULT.withStatuses(List.of(StatusRange.of(s)))),
            schedules,
            windows,
            Arbitraries.of(true, false),
            Arbitraries.of("k", "K_1").optional())
        .as((r, e, s, w, dummy, key) -> new HealthSpec(r, e, s, w, dummy, false, key));
  }

  private static Arbitrary<BackendSpec> directors() {
    Arbitrary<List<WeightedOrigin>> listed =
        Combinators.combine(origins(), Arbitraries.integers().between(1, 65535))
            .as(Origin::weight)
            .list()
            .ofMinSize(1)
            .ofMaxSize(12)
            .uniqueElements(WeightedOrigin::origin);
    Arbitrary<Balance> ways =
        Arbitraries.of(
            new Balance.Random(),
            new Balance.Fallback(),
            Balance.Client.DEFAULT,
            new Balance.Hash(Value.template("{request.path}?{request.query}")),
            new Balance.Ring(Value.template("{client_identity}"), 9),
            Balance.Ring.of(Value.template("{request.path}?{request.query}")));
    return Combinators.combine(
            singles(),
            listed,
            ways,
            Arbitraries.integers().between(0, 100),
            Arbitraries.integers().between(1, 10))
        .as(VclWrittenTest::director);
  }

  private static BackendSpec director(
      BackendSpec one, List<WeightedOrigin> origins, Balance by, int quorum, int attempts) {
    boolean weighs = !(by instanceof Balance.Fallback) && !(by instanceof Balance.Ring);
    List<WeightedOrigin> members =
        origins.stream().map(origin -> weighs ? origin : origin.withWeight(1)).toList();
    BackendSpec spec =
        one.withTransport(one.transport().withOrigins(new Origins.Listed(members)))
            .withExchange(one.exchange().withRetries(retries(by, origins.size(), attempts)));
    return routed(
        spec,
        routing ->
            ROUTING.withBalancing(
                ROUTING
                    .balancing()
                    .withBy(by)
                    .withQuorum(by instanceof Balance.Fallback ? 0 : quorum)));
  }

  private static Optional<RetrySpec> retries(Balance by, int origins, int attempts) {
    boolean random = by instanceof Balance.Random;
    int all = random ? attempts : Math.min(origins, 10);
    boolean tries = random || by instanceof Balance.Fallback;
    return tries && origins > 1 && all != 2
        ? Optional.of(RetrySpec.DEFAULT.withAttempts(all))
        : Optional.empty();
  }
}
