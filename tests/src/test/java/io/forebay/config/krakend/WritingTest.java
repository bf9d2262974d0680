package io.forebay.config.krakend;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.EditPlan;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Routing;
import io.forebay.spec.Throttle;
import io.forebay.spec.TokenSources;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Definitions in KrakenD's language. */
class WritingTest {
  private static final BackendSpec PLAIN =
      new BackendSpec(
          "users",
          TransportSpec.of(Origin.of("https://users.internal:8443")),
          ExchangeSpec.DEFAULT,
          Optional.empty());

  private static Written write(BackendSpec... backends) {
    Map<String, BackendSpec> byLabel = new LinkedHashMap<>();
    for (BackendSpec spec : backends) {
      byLabel.put(spec.label(), spec);
    }
    return Krakend.DIALECT.write(new Carried(byLabel, Map.of(), List.of()));
  }

  @Test
  void aBackendIsAnEndpoint() {
    Written written =
        write(
            PLAIN.withExchange(
                ExchangeSpec.DEFAULT
                    .withPath(
                        new PathSpec(Optional.of(Value.template("/v2/{id}")), Optional.empty()))
                    .withEdits(
                        EditPlan.NONE.withQueryParams(
                            new Edits.Builder().add("q", "a b&c").build()))));
    assertThat(written.text())
        .isEqualTo(
            """
            {
              "$schema": "https://www.krakend.io/schema/v2.3/krakend.json",
              "version": 3,
              "dialer_timeout": "10s",
              "response_header_timeout": "1m",
              "idle_connection_timeout": "1m",
              "endpoints": [
                {
                  "endpoint": "/users/{id}",
                  "timeout": "5m",
                  "output_encoding": "no-op",
                  "input_headers": ["*"],
                  "input_query_strings": ["*"],
                  "backend": [
                    {
                      "@label": "users",
                      "host": ["https://users.internal:8443"],
                      "url_pattern": "/v2/{id}?q=a+b%26c",
                      "encoding": "no-op"
                    }
                  ]
                }
              ]
            }
            """);
    assertThat(written.notes())
        .containsExactly(
            "endpoints: each answers to GET only (expected: another for each other method)");
  }

  @Test
  void whatKrakendCannotSayIsNoted() {
    BackendSpec spec =
        new BackendSpec(
                "users",
                PLAIN.transport().withHostname(Optional.of("other")),
                ExchangeSpec.DEFAULT
                    .withBasicAuth(Optional.of(Credentials.basic("joe:s3cr3t")))
                    .withTimeouts(ExchangeSpec.DEFAULT.timeouts().withTotal(Duration.ZERO))
                    .withEdits(
                        EditPlan.NONE
                            .withRequestHeaders(new Edits.Builder().set("A", "b").build())
                            .withQueryParams(
                                new Edits.Builder().add("k", Value.secret("s3cr3t")).build())),
                Optional.of(HealthSpec.DEFAULT))
            .withRouting(Routing.DEFAULT)
            .withLimits(new Limits(Optional.of(BreakerSpec.DEFAULT)));
    Written written = write(spec);
    assertThat(written.text()).doesNotContain("s3cr3t");
    for (String key :
        List.of(
            "hostname",
            "basic_auth",
            "timeout",
            "set_request_headers",
            "add_query_params",
            "health",
            "circuit_breaker",
            "path")) {
      assertThat(written.notes()).as(key).anyMatch(n -> n.startsWith("backend 'users': " + key));
    }
    assertThat(written.notes()).hasSize(9);
  }

  @Test
  void refinementsAreNoted() {
    NamedRefinement refinement = new NamedRefinement("users", Refinement.NONE);
    Carried carried = new Carried(Map.of("users", PLAIN), Map.of("admin", refinement), List.of());
    assertThat(Krakend.DIALECT.write(carried).notes())
        .contains("refinement 'admin': KrakenD has none; not written");
  }

  @Test
  void whatIsReadCanBeWrittenAndReadAgain() {
    Carried carried = Krakend.read(Krakend.example("everything.json"));
    Written written = Krakend.DIALECT.write(carried);
    Map<String, BackendSpec> withoutSecrets = new LinkedHashMap<>();
    carried
        .backends()
        .forEach((label, spec) -> withoutSecrets.put(label, spec.withTokens(TokenSources.NONE)));
    assertThat(Krakend.read(written.text()).backends()).isEqualTo(withoutSecrets);
    assertThat(written.text()).doesNotContain("s3cr3t");
    assertThat(written.notes()).anyMatch(note -> note.startsWith("backend 'orders': oauth2: "));
  }

  @Property(tries = 200)
  void whatIsWrittenReadsAsItWas(@ForAll("definitions") Map<String, BackendSpec> backends) {
    Written written = Krakend.DIALECT.write(new Carried(backends, Map.of(), List.of()));
    assertThat(Krakend.read(written.text()).backends()).isEqualTo(backends);
    assertThat(written.notes()).hasSizeLessThanOrEqualTo(1);
  }

  @Provide
  Arbitrary<Map<String, BackendSpec>> definitions() {
    Arbitrary<String> labels =
        Arbitraries.of("users", "a.b", "_x", "__health", "root", "v1_products.2", "0", "A-b");
    Arbitrary<Duration> limits = Arbitraries.integers().between(0, 100_000).map(Duration::ofMillis);
    return Combinators.combine(
            labels.set().ofMinSize(1).ofMaxSize(4), limits, limits, backend().list().ofSize(4))
        .as(
            (names, connect, ttfb, specs) -> {
              Map<String, BackendSpec> backends = new LinkedHashMap<>();
              List<BackendSpec> rest = new ArrayList<>(specs);
              for (String name : names) {
                BackendSpec spec = rest.remove(0);
                backends.put(name, relabelled(spec, name, connect, ttfb));
              }
              return backends;
            });
  }

  private static BackendSpec relabelled(
      BackendSpec spec, String label, Duration connect, Duration ttfb) {
    ExchangeSpec exchange = spec.exchange();
    return spec.withLabel(label)
        .withExchange(
            exchange.withTimeouts(exchange.timeouts().withConnect(connect).withTtfb(ttfb)));
  }

  private static Arbitrary<BackendSpec> backend() {
    Arbitrary<Duration> total =
        Arbitraries.integers().between(1, 10_000_000).map(Duration::ofMillis);
    Arbitrary<Optional<BreakerSpec>> breaker =
        Combinators.combine(
                Arbitraries.integers().between(0, 100), Arbitraries.integers().between(1, 86_400))
            .as((most, open) -> BreakerSpec.consecutiveErrors(most, Duration.ofSeconds(open)))
            .optional();
    Arbitrary<List<Throttle>> throttles =
        Combinators.combine(
                Arbitraries.of(0.5, 1.0, 10.0, 1e6), Arbitraries.integers().between(1, 1_000))
            .as(Throttle::rate)
            .map(bucket -> (Throttle) bucket.withMode(Throttle.Mode.BLOCK))
            .list()
            .ofMaxSize(1);
    return Combinators.combine(origins(), paths(), queries(), total, breaker, throttles)
        .as(
            (origins, path, query, limit, breaks, starts) ->
                new BackendSpec(
                        "label",
                        TransportSpec.of(origins),
                        ExchangeSpec.DEFAULT
                            .withPath(new PathSpec(Optional.of(path), Optional.empty()))
                            .withTimeouts(ExchangeSpec.DEFAULT.timeouts().withTotal(limit))
                            .withEdits(EditPlan.NONE.withQueryParams(Edits.NONE.withAdd(query))),
                        Optional.empty())
                    .withRouting(routing(origins))
                    .withLimits(new Limits(breaks).withThrottles(starts)));
  }

  private static Routing routing(Origins origins) {
    boolean weighted =
        origins instanceof Origins.Listed listed
            && listed.members().stream().anyMatch(member -> member.weight() > 1);
    return weighted
        ? Routing.DEFAULT.withBalancing(Routing.DEFAULT.balancing().withBy(new Balance.Weighted()))
        : Routing.DEFAULT;
  }

  private static Arbitrary<Origins> origins() {
    Arbitrary<Origin> origin =
        Arbitraries.of(
                "http://a", "https://b:8443", "http://[::1]:8080", "http://c:8", "http://10.0.0.1")
            .map(Origin::of);
    Arbitrary<Origins> several =
        Combinators.combine(
                origin.set().ofMinSize(2), Arbitraries.integers().between(1, 5).list().ofSize(5))
            .as(
                (found, weights) -> {
                  List<WeightedOrigin> members = new ArrayList<>();
                  for (Origin one : found) {
                    members.add(one.weight(weights.get(members.size())));
                  }
                  return new Origins.Listed(members);
                });
    return Arbitraries.oneOf(origin.map(Origins::only), several);
  }

  private static Arbitrary<Value> paths() {
    Arbitrary<String> pieces =
        Arbitraries.of("/", "a", "{id}", "{resp0_x.y}", "%20", "-", "b c", "{JWT.sub}", "~", "{x}");
    return pieces.list().ofMaxSize(6).map(list -> Value.template("/" + String.join("", list)));
  }

  private static Arbitrary<Map<String, List<Value>>> queries() {
    Arbitrary<Value> values =
        Arbitraries.of("a", "a b", "&=#%?", "{id}", "x{id}y", "\u00e9", "{{no}", "{no")
            .map(Value::template);
    return Arbitraries.maps(
            Arbitraries.of("q", "a b", "{x", "\u00e9&"),
            Arbitraries.oneOf(values, Arbitraries.just(Value.of("")))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3))
        .ofMaxSize(3);
  }
}
