package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.health.EjectionTime;
import io.forebay.health.FailurePercentage;
import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.health.SuccessRate;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Backoff;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.Origins;
import io.forebay.spec.Refinement;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.Value;
import io.forebay.spi.OriginSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several origins, retries and the breaker as text. */
class RoutingFormTest {
  private static final String EVERYTHING =
      """
      forebay: 1
      backends:
        orders:
          origins: [{url: http://o1:8080, weight: 2}, http://o2:8080]
          retries:
            attempts: 3
            "on":
              statuses: 503
              methods: [PATCH, POST]
            backoff:
              base: 10ms
            budget:
              percent: 20
            hedge: {}
            deadline_header: X-Left
          balance:
            hash:
              key: "{request.headers.x-user}"
          quorum: 50
          panic_threshold: 0
          overprovisioning: 140
          outlier:
            consecutive_errors: 3
            success_rate:
              stdev_factor: 2.5
            failure_percentage:
              threshold: 85
            ejection:
              base: 1s
              jitter: 100ms
            max_ejected_percent: 30
          slow_start: 30s
          circuit_breaker:
            failure_rate_percent: 25
            window: 100
            slow_call:
              percent: 80
              duration: 2s
            scope: backend
      """;

  private static Routing routing(String line) {
    return backend(line).routing();
  }

  private static Balance balance(String text) {
    return routing("balance: " + text).balancing().by();
  }

  @Test
  void whatFilesSayBuildersSay() {
    try (ManagedBackend built =
        Backend.builder("orders")
            .origins(Origin.of("http://o1:8080").weight(2), Origin.of("http://o2:8080").weight(1))
            .balance(new Balance.Hash(Value.template("{request.headers.x-user}")))
            .quorum(50)
            .panicThreshold(0)
            .overprovisioning(140)
            .outlier(RoutingFormTest::strict)
            .slowStart(Duration.ofSeconds(30))
            .retries(
                retries ->
                    retries
                        .withAttempts(3)
                        .withOn(
                            RetryOn.DEFAULT
                                .withStatuses(Set.of(503))
                                .withMethods(Set.of("POST", "PATCH")))
                        .withBackoff(Backoff.DEFAULT.withBase(Duration.ofMillis(10)))
                        .withBudget(retries.budget().withPercent(20))
                        .withHedge(HedgeSpec.DEFAULT)
                        .withDeadlineHeader("X-Left"))
            .circuitBreaker(
                BreakerSpec.DEFAULT
                    .withFailureRatePercent(25)
                    .withWindow(new BreakerSpec.Calls(100))
                    .withSlowCall(new BreakerSpec.SlowCall(80, Duration.ofSeconds(2)))
                    .withScope(BreakerSpec.Scope.BACKEND))
            .build()) {
      assertThat(read(EVERYTHING)).isEqualTo(Definitions.of(built.spec()));
      assertThat(Definitions.of(built.spec()).toYaml()).isEqualTo(EVERYTHING);
      assertThat(read(Definitions.of(built.spec()).toJson())).isEqualTo(read(EVERYTHING));
    }
  }

  private static void strict(OutlierSpec.Builder outlier) {
    OutlierSpec usual = OutlierSpec.DEFAULT;
    outlier
        .consecutiveErrors(3)
        .successRate(
            new SuccessRate(
                2.5,
                usual.successRate().margin(),
                usual.successRate().requestVolume(),
                usual.successRate().minimumOrigins()))
        .failurePercentage(
            new FailurePercentage(
                85,
                usual.failurePercentage().requestVolume(),
                usual.failurePercentage().minimumOrigins()))
        .ejection(
            new EjectionTime(
                Duration.ofSeconds(1), usual.ejection().longest(), Duration.ofMillis(100)))
        .maxEjectedPercent(30);
  }

  @Test
  void usualIsNotWritten() {
    assertThat(
            read(definition(
                    "balance: round_robin",
                    "quorum: 0",
                    "panic_threshold: 50",
                    "overprovisioning: 0",
                    "outlier: true",
                    "slow_start: 0",
                    "retries: default",
                    "circuit_breaker: false"))
                .toYaml())
        .isEqualTo("forebay: 1\nbackends:\n  a:\n    origin: http://a.example\n");
  }

  /** A text, and the text that is written for it: the shortest. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          balance: random                               | balance: random
          balance: { least_requests: { choices: 2 } }   | balance: least_requests
          balance: { least_requests: { choices: 3 } }   | balance: least_requests: choices: 3
          balance: { ewma: {} }                         | balance: ewma
          balance: { ewma: { decay: 1m } }              | balance: ewma: decay: 1m
          balance: { client: {} }                       | balance: client
          balance: { client: { key: "{client_identity}" } } | balance: client
          balance: { client: { key: "{ip}" } }          | balance: client: key: "{ip}"
          balance: { ring: { key: x, vnodes: 256 } }    | balance: ring: key: x
          outlier: false                                | outlier: false
          outlier: { max_ejected_percent: 0 }           | outlier: false
          slow_start: { window: 30s }                   | slow_start: 30s
          slow_start: { window: 30s, aggression: 2 }    | slow_start: window: 30s aggression: 2.0
          retries: {}                                   | retries: {}
          retries: { attempts: 1 }                      | retries: attempts: 1
          circuit_breaker: {}                           | circuit_breaker: true
          circuit_breaker: { max_errors: 3 }            | circuit_breaker: max_errors: 3
          circuit_breaker: { max_errors: 3, open_for: 1m } | circuit_breaker: max_errors: 3 open_for: 1m
          circuit_breaker: { failure_rate_percent: 100, minimum_calls: 4, window: 4, trial_calls: 1, scope: backend } | circuit_breaker: max_errors: 3
          circuit_breaker: { window: 60s }              | circuit_breaker: window: 1m
          """)
  void shortestFormIsWritten(String line, String written) {
    Definitions definitions = read(definition(line));
    String yaml = definitions.toYaml();

    assertThat(yaml.substring(yaml.indexOf("example") + 7).trim().replaceAll("\\s+", " "))
        .isEqualTo(written);
    assertThat(read(yaml)).isEqualTo(definitions);
  }

  @Test
  void wordsAndBlocksMeanTheSame() {
    assertThat(balance("fallback")).isEqualTo(new Balance.Fallback());
    assertThat(balance("weighted")).isEqualTo(new Balance.Weighted());
    assertThat(balance("{ring: {key: \"{u}\", vnodes: 9}}"))
        .isEqualTo(new Balance.Ring(Value.template("{u}"), 9));
    assertThat(routing("slow_start: {window: 1s, min_weight: 0}").slowStart())
        .isEqualTo(new SlowStart(Duration.ofSeconds(1), 1, 0));
    assertThat(backend("circuit_breaker: {max_errors: 0, open_for: 5s}").limits().breaker())
        .contains(BreakerSpec.consecutiveErrors(0, Duration.ofSeconds(5)));
    assertThat(backend("circuit_breaker: true").limits().breaker()).contains(BreakerSpec.DEFAULT);
    assertThat(backend("retries: {}").exchange().retries()).contains(RetrySpec.DEFAULT);
    assertThat(backend("retries: {on: {statuses: []}}").exchange().retries())
        .contains(RetrySpec.DEFAULT.withOn(RetryOn.DEFAULT.withStatuses(Set.of())));
  }

  @Test
  void oneOriginAmongSeveralIsOneOrigin() {
    Definitions listed = read("backends: {a: {origins: [http://a.example]}}");

    assertThat(listed).isEqualTo(read(definition()));
    assertThat(listed.toYaml()).isEqualTo(read(definition()).toYaml());
    assertThat(read("backends: {a: {origins: [{url: http://a, weight: 2}]}}").toYaml())
        .endsWith("    origins: [{url: http://a, weight: 2}]\n");
  }

  @Test
  void originsKeepTheirReferences() {
    String text =
        """
        forebay: 1
        backends:
          a:
            origins: ["http://o${env:FIFTY}", {url: "http://p${env:FIFTY}", priority: 1}]
          b:
            origin: "http://o${env:FIFTY}"
        """;
    String other =
        """
        backends:
          a:
            origins: [{url: "http://o${env:FIFTY}"}, {url: "http://p${env:FIFTY}", priority: 1}]
          b:
            origins: [{url: "http://o${env:FIFTY}"}]
        """;

    assertThat(read(text).backends().get("a").transport().origins())
        .isEqualTo(
            new Origins.Listed(
                List.of(
                    Origin.of("http://o50").weight(1),
                    Origin.of("http://p50").weight(1).withPriority(1))));
    assertThat(read(text).toYaml()).isEqualTo(text);
    assertThat(read(other).toYaml()).isEqualTo(text);
    assertThat(
            read(other.replace("{url: \"http://o${env:FIFTY}\"}]", "\"http://o${env:FIFTY}\"]"))
                .toYaml())
        .isEqualTo(text);
  }

  @Test
  void groupsAreWrittenOnLinesOfTheirOwn() {
    String text =
        """
        forebay: 1
        backends:
          orders:
            origins:
              - group: eu
                weight: 2
                balance:
                  hash:
                    key: "{request.headers.x-user}"
                quorum: 50
                panic_threshold: 0
                overprovisioning: 140
                origins:
                  - {url: "http://e${env:FIFTY}", weight: 3}
                  - group: far
                    origins: [http://f1, http://f2]
                  - http://shared
              - group: us
                priority: 1
                balance: random
                origins: [http://shared, "http://u${env:FIFTY}"]
              - http://spare
        """;
    Definitions definitions = read(text);

    assertThat(definitions.backends().get("orders").transport().origins())
        .isEqualTo(Origins.of(List.of(eu(), us(), Origin.of("http://spare").weight(1))));
    assertThat(definitions.toYaml()).isEqualTo(text);
    assertThat(read(definitions.toYaml())).isEqualTo(definitions);
    assertThat(read(definitions.toJson())).isEqualTo(definitions);
    assertThat(definitions.toJson()).contains("${env:FIFTY}").doesNotContain("e50", "u50");
  }

  private static OriginGroup eu() {
    Balancing strict =
        Balancing.DEFAULT
            .withBy(new Balance.Hash(Value.template("{request.headers.x-user}")))
            .withQuorum(50)
            .withPanicThreshold(0)
            .withOverprovisioning(140);
    OriginGroup far =
        new OriginGroup(
            "far",
            1,
            0,
            Balancing.DEFAULT,
            List.of(Origin.of("http://f1").weight(1), Origin.of("http://f2").weight(1)));
    return new OriginGroup(
        "eu",
        2,
        0,
        strict,
        List.of(Origin.of("http://e50").weight(3), far, Origin.of("http://shared").weight(1)));
  }

  private static OriginGroup us() {
    return new OriginGroup(
        "us",
        1,
        1,
        Balancing.DEFAULT.withBy(new Balance.Random()),
        List.of(Origin.of("http://shared").weight(1), Origin.of("http://u50").weight(1)));
  }

  /** What finds them, in the shortest form. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          {srv: _http._tcp.users.internal, scheme: http} | srv: _http._tcp.users.internal
          {srv: "_http._tcp.u${env:FIFTY}", probation: 1m} | srv: "_http._tcp.u${env:FIFTY}" probation: 1m
          {dns: "http://u${env:FIFTY}:8080", nameservers: 10.0.0.1} | dns: "http://u${env:FIFTY}:8080" nameservers: "10.0.0.1"
          {source: table, url: http://users, refresh: 30s} | source: table url: http://users
          """)
  void discoveryIsAMapping(String origins, String written) {
    Definitions definitions = read("backends: {a: {origins: " + origins + "}}");
    String yaml = definitions.toYaml();

    assertThat(definitions.backends().get("a").transport().origins())
        .isInstanceOf(Origins.Discovered.class);
    assertThat(yaml.substring(yaml.indexOf("origins:") + 8).trim().replaceAll("\\s+", " "))
        .isEqualTo(written);
    assertThat(read(yaml)).isEqualTo(definitions);
    assertThat(read(definitions.toJson())).isEqualTo(definitions);
  }

  @Test
  void defaultsHoldForEveryBackend() {
    String text =
        """
        defaults:
          balance: least_requests
          quorum: 50
          outlier: { consecutive_errors: 3 }
          retries: { attempts: 3 }
          circuit_breaker: { max_errors: 5 }
        backends:
          a: { origins: [http://a, http://b] }
          b: { origin: http://b, retries: default, circuit_breaker: false, outlier: true }
        """;
    BackendSpec several = read(text).backends().get("a");
    BackendSpec one = read(text).backends().get("b");

    assertThat(several.routing().balancing().by()).isEqualTo(Balance.LeastRequests.DEFAULT);
    assertThat(several.routing().balancing().quorum()).isEqualTo(50);
    assertThat(several.routing().outlier().runs().errors()).isEqualTo(3);
    assertThat(several.exchange().retries()).contains(RetrySpec.DEFAULT.withAttempts(3));
    assertThat(several.limits().breaker())
        .contains(BreakerSpec.consecutiveErrors(5, Duration.ofSeconds(10)));
    assertThat(one.routing().outlier()).isEqualTo(OutlierSpec.DEFAULT);
    assertThat(one.exchange().retries()).isEmpty();
    assertThat(one.limits().breaker()).isEmpty();
  }

  @Test
  void retriesMayBeRefined() {
    Definitions definitions =
        Definitions.of(backend("retries: {attempts: 3}"))
            .withRefinement(
                "once",
                "a",
                Refinement.NONE.with(ExchangeAttribute.RETRIES, Optional.of(RetrySpec.NONE)))
            .withRefinement(
                "usual", "a", Refinement.NONE.with(ExchangeAttribute.RETRIES, Optional.empty()));

    assertThat(definitions.toYaml())
        .endsWith(
            """
            refinements:
              once:
                backend: a
                retries:
                  attempts: 1
              usual:
                backend: a
                retries: default
            """);
    assertThat(read(definitions.toYaml())).isEqualTo(definitions);
  }

  @Test
  void explanationTellsWhatIsNotUsual() {
    try (BackendRegistry registry = read(EVERYTHING).open()) {
      assertThat(registry.backend("orders").explain().lines().map(RoutingFormTest::oneBlank))
          .containsSubsequence(
              "origins http://o1:8080 weight 2, http://o2:8080",
              "balance hash by {request.headers.x-user}",
              "quorum 50",
              "panic_threshold 0",
              "overprovisioning 140",
              "outlier.consecutive_errors 3",
              "outlier.success_rate.stdev_factor 2.5",
              "outlier.failure_percentage.threshold 85",
              "outlier.ejection.base 1s",
              "outlier.ejection.jitter 100ms",
              "outlier.max_ejected_percent 30",
              "slow_start.window 30s",
              "circuit_breaker.failure_rate_percent 25",
              "circuit_breaker.window 100 calls",
              "circuit_breaker.slow_call percent 80, duration 2s",
              "circuit_breaker.scope backend",
              "retries.attempts 3",
              "retries.on.statuses [503]",
              "retries.on.methods [PATCH, POST]",
              "retries.backoff.base 10ms",
              "retries.budget.percent 20",
              "retries.hedge percentile 95, extra_load_percent 5",
              "retries.deadline_header X-Left")
          .noneMatch(line -> line.startsWith("outlier.interval") || line.contains("Spec["));
    }
    try (BackendRegistry registry = read(definition()).open()) {
      assertThat(registry.backend("a").explain())
          .doesNotContain("balance", "outlier", "retries", "circuit_breaker", "slow_start");
    }
  }

  @Test
  void explanationTellsGroups() {
    OriginGroup outer = new OriginGroup("zz", 1, 0, Balancing.DEFAULT, List.of(us()));
    try (ManagedBackend backend = Backend.builder("a").origins(eu(), outer).build()) {
      assertThat(backend.explain().lines().map(RoutingFormTest::oneBlank))
          .containsSubsequence(
              "origins group eu weight 2, group zz",
              "origins.eu http://e50 weight 3, group far, http://shared",
              "origins.eu.far http://f1, http://f2",
              "origins.eu.balance hash by {request.headers.x-user}",
              "origins.eu.quorum 50",
              "origins.eu.panic_threshold 0",
              "origins.eu.overprovisioning 140",
              "origins.zz group us priority 1",
              "origins.zz.us http://shared, http://u50",
              "origins.zz.us.balance random",
              "max_connections 100")
          .noneMatch(line -> line.startsWith("balance"));
    }
  }

  @Test
  void explanationTellsWhatFindsOrigins() {
    OriginSource table = () -> OriginSource.Listing.of(List.of(Origin.of("http://o").weight(1)));
    try (BackendRegistry registry =
        read("backends: {a: {origins: {source: t, url: http://u, max_refresh: 1h, probation: 0}}}")
            .open(Environment.system().withOriginSource("t", table))) {
      assertThat(registry.backend("a").explain().lines().map(RoutingFormTest::oneBlank))
          .containsSubsequence(
              "origins source 't', for http://u",
              "origins.max_refresh 1h",
              "origins.probation 0s",
              "max_connections 100");
    }
  }

  private static String oneBlank(String line) {
    return line.trim().replaceAll(" +", " ");
  }
}
