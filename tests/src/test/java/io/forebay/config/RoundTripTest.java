package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.tree.Source;
import io.forebay.health.Consecutive;
import io.forebay.health.Expectation;
import io.forebay.health.HealthPolicy;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.BodySpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.LogField;
import io.forebay.spec.Origin;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Template.Variable;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Write then read a definition returns it. */
class RoundTripTest {

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("definitions") Definitions definitions) {
    for (String text : List.of(definitions.toYaml(), definitions.toJson())) {
      Definitions again = read(text);
      assertThat(again).as(text).isEqualTo(definitions);
      assertThat(again.backends().keySet())
          .containsExactlyElementsOf(definitions.backends().keySet());
      assertThat(again.toYaml()).isEqualTo(definitions.toYaml());
      assertThat(again.toJson()).isEqualTo(definitions.toJson());
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsValidByTheSchema(@ForAll("definitions") Definitions definitions) {
    assertThat(SchemaCheck.problems(definitions.toYaml(), "t.yaml")).isEmpty();
    assertThat(SchemaCheck.problems(definitions.toJson(), "t.json")).isEmpty();
  }

  private static Definitions read(String text) {
    // The secret is its reference without the dollar sign, as secrets() below has it.
    return Definitions.read(
        Source.of(text, "t"),
        name -> Optional.of(name.equals("proxy") ? "joe:pan" : "{env:" + name + "}"));
  }

  @Provide
  Arbitrary<Definitions> definitions() {
    return Combinators.combine(
            labels().set().ofMinSize(1).ofMaxSize(3),
            backends().list().ofSize(3),
            refinements().list().ofMaxSize(3))
        .as(RoundTripTest::combined);
  }

  private static Definitions combined(
      Set<String> labels, List<BackendSpec> specs, List<Refinement> refinements) {
    List<BackendSpec> backends = new ArrayList<>();
    for (String label : labels) {
      BackendSpec spec = specs.get(backends.size());
      backends.add(spec.withLabel(label));
    }
    Definitions definitions = Definitions.of(backends.toArray(BackendSpec[]::new));
    String of = labels.iterator().next();
    for (Refinement refinement : refinements) {
      String label = "refined." + definitions.refinements().size();
      definitions = definitions.withRefinement(label, of, refinement);
      of = label;
    }
    return definitions;
  }

  private static Arbitrary<BackendSpec> backends() {
    return Combinators.combine(
            transports(),
            refinements().map(r -> r.appliedTo(ExchangeSpec.DEFAULT)),
            healths().optional(),
            RoutingArbitraries.routings(templates(texts())),
            RoutingArbitraries.limits(),
            TokenArbitraries.tokens(templates(plainTexts()), plainTexts()),
            ContractArbitraries.contracts().optional())
        .as(
            (t, e, h, r, l, k, c) ->
                new BackendSpec("any", t, e, h)
                    .withRouting(r)
                    .withLimits(l)
                    .withTokens(k)
                    .withContract(c));
  }

  private static Arbitrary<TransportSpec> transports() {
    Arbitrary<Origin> origins =
        Combinators.combine(
                Arbitraries.of("http", "https"),
                Arbitraries.of(
                    "a", "users.internal", "127.0.0.1", "::1", "xn--bcher-kva.example", "a_b"),
                Arbitraries.integers().between(1, 65535))
            .as(Origin::new);
    return Combinators.combine(
            RoutingArbitraries.origins(origins, templates(texts())),
            Arbitraries.of("my.host", "my.host:1234", "[::1]").optional(),
            TransportArbitraries.pools(durations()),
            TransportArbitraries.protocols(durations()),
            TransportArbitraries.tls(texts().filter(text -> !text.isBlank())),
            TransportArbitraries.proxies(),
            TransportArbitraries.sockets(texts().filter(text -> !text.isBlank())),
            TransportArbitraries.dns(durations()))
        .as(TransportSpec::new);
  }

  private static Arbitrary<HealthSpec> healths() {
    Arbitrary<Duration> positive = durations().filter(duration -> !duration.isZero());
    return Combinators.combine(
            Arbitraries.of("/", "/healthz", "/a?b=c", "x", "/${x}"),
            headers(plainTexts().map(text -> text.replaceAll("[^ -~]", ""))),
            Arbitraries.integers().between(100, 599).list().ofMaxSize(3),
            texts(),
            positive,
            positive.optional(),
            Arbitraries.integers().between(0, 9))
        .as(RoundTripTest::health)
        .flatMap(RoundTripTest::refined);
  }

  /** The same with the rest of the settings, or some of it. */
  private static Arbitrary<HealthSpec> refined(HealthSpec spec) {
    Arbitrary<ProbeRequest> requests =
        Combinators.combine(
                Arbitraries.of("GET", "POST", "X-CHECK"),
                Arbitraries.of("", "a", "[::1]:80", "a$b"),
                Arbitraries.integers().between(1, 65535).optional())
            .as((method, host, port) -> request(spec.request().withMethod(method), host, port));
    Arbitrary<ProbeSchedule> schedules =
        Combinators.combine(
                Arbitraries.doubles().between(0, 0.5).ofScale(3), Arbitraries.of(true, false))
            .as((jitter, faster) -> schedule(spec.schedule(), jitter, faster));
    Arbitrary<Expectation> expectations =
        Combinators.combine(
                Arbitraries.<List<StatusRange>>of(
                    List.of(), List.of(new StatusRange(200, 399), StatusRange.of(418))),
                Arbitraries.integers().between(1, 16777216))
            .as((more, limit) -> expectation(spec.expect(), more, limit));
    return Combinators.combine(
            requests,
            expectations,
            schedules,
            policies(spec.policy()),
            Arbitraries.of(true, false),
            texts().filter(text -> !text.isBlank()).optional())
        .as((r, e, s, p, d, k) -> new HealthSpec(r, e, s, p, d, !d, k));
  }

  private static ProbeRequest request(ProbeRequest request, String host, Optional<Integer> port) {
    ProbeRequest named = host.isEmpty() ? request : request.withHost(host);
    return port.map(named::withPort).orElse(named);
  }

  private static ProbeSchedule schedule(ProbeSchedule given, double jitter, boolean faster) {
    Duration half = given.interval().dividedBy(2);
    Duration recheck = faster && !half.isZero() ? half : given.interval();
    return new ProbeSchedule(given.interval(), recheck, given.timeout(), jitter);
  }

  private static Expectation expectation(Expectation given, List<StatusRange> more, int limit) {
    return (more.isEmpty() ? given : given.withStatuses(more)).withTextLimit(limit);
  }

  private static Arbitrary<HealthPolicy> policies(HealthPolicy given) {
    return Arbitraries.integers()
        .between(1, 64)
        .flatMap(
            window ->
                Combinators.combine(
                        Arbitraries.integers().between(0, window),
                        Arbitraries.integers().between(0, 70),
                        Arbitraries.integers().between(0, 2))
                    .as(
                        (threshold, initial, kind) ->
                            switch (kind) {
                              case 0 -> given;
                              case 1 -> new Consecutive(threshold, 1 + initial);
                              default -> new SlidingWindow(window, threshold, initial);
                            }));
  }

  private static HealthSpec health(
      String path,
      Map<String, String> headers,
      List<Integer> statuses,
      String text,
      Duration interval,
      Optional<Duration> timeout,
      int threshold) {
    HealthSpec.Builder builder =
        new HealthSpec.Builder()
            .path(path)
            .expectedStatus(statuses.toArray(Integer[]::new))
            .expectedText(text)
            .interval(interval)
            .failureThreshold(threshold);
    headers.forEach(builder::header);
    timeout.ifPresent(builder::timeout);
    return builder.build();
  }

  private static Arbitrary<Refinement> refinements() {
    return Arbitraries.of(ExchangeAttribute.all())
        .set()
        .ofMaxSize(6)
        .flatMap(
            attributes -> {
              Arbitrary<Refinement> refinement = Arbitraries.just(Refinement.NONE);
              for (ExchangeAttribute<?> attribute : attributes) {
                refinement = with(refinement, attribute);
              }
              return refinement;
            });
  }

  private static <T> Arbitrary<Refinement> with(
      Arbitrary<Refinement> refinement, ExchangeAttribute<T> attribute) {
    return Combinators.combine(refinement, valuesOf(attribute))
        .as((found, value) -> found.with(attribute, value));
  }

  @SuppressWarnings("unchecked") // The default tells the type; a new type of attribute fails here.
  private static <T> Arbitrary<T> valuesOf(ExchangeAttribute<T> attribute) {
    Object usual = attribute.of(ExchangeSpec.DEFAULT);
    boolean headers = attribute.key().endsWith("_headers");
    Arbitrary<?> values;
    if (usual instanceof Duration) {
      values = durations();
    } else if (usual instanceof Boolean) {
      values = Arbitraries.of(true, false);
    } else if (usual instanceof Long) {
      values = Arbitraries.longs().greaterOrEqual(0);
    } else if (usual instanceof BodySpec.Silence) {
      values = Arbitraries.of(BodySpec.Silence.class);
    } else if (attribute == (Object) ExchangeAttribute.EXPECTED_STATUS) {
      values = Arbitraries.of(StatusRange.of(418), new StatusRange(200, 299)).list().ofMaxSize(3);
    } else if (usual instanceof List) {
      Arbitrary<Value> names = headers ? tokens().map(Value::of) : templates(texts());
      values = names.list().ofMaxSize(3);
    } else if (usual instanceof Map) {
      Arbitrary<List<Value>> lists = templates(plainTexts()).list().ofMaxSize(3);
      values = headers ? headers(lists) : Arbitraries.maps(texts(), lists).ofMaxSize(3);
    } else if (attribute == (Object) ExchangeAttribute.BASIC_AUTH) {
      values = logins().optional();
    } else if (attribute == (Object) ExchangeAttribute.OVERRIDE_HOST) {
      values = Arbitraries.of("a.example", "A_b:80", "[::1]:8443").map(Optional::of);
    } else if (attribute == (Object) ExchangeAttribute.RETRIES) {
      values = RoutingArbitraries.retries().optional();
    } else if (attribute == (Object) ExchangeAttribute.RESPONSE_STATUS) {
      Arbitrary<Value> given = Arbitraries.of("{s}", "{request.headers.x}").map(Value::template);
      values =
          Arbitraries.oneOf(Arbitraries.integers().between(200, 599).map(Value::of), given)
              .optional();
    } else if (usual instanceof LogField.Tree) {
      values = Arbitraries.maps(texts(), logFields(2)).ofMaxSize(3).map(LogField.Tree::new);
    } else {
      values =
          templates(texts())
              .filter(value -> !value.toString().isBlank())
              .map(Optional::of)
              .filter(path -> new PathSpec(path, Optional.empty()).problems().isEmpty())
              .map(Optional::get)
              .optional();
    }
    return (Arbitrary<T>) values;
  }

  private static Arbitrary<LogField> logFields(int depth) {
    Arbitrary<LogField> single =
        Arbitraries.oneOf(
                templates(texts()).filter(RoundTripTest::mayBeLogged),
                Arbitraries.of(true, false).map(Value::of),
                Arbitraries.bigDecimals().map(Value::of),
                Arbitraries.of("{backend_response.status}", "{backend.health.healthy}")
                    .map(Value::template))
            .map(LogField::of);
    if (depth == 0) {
      return single;
    }
    Arbitrary<LogField> inner = logFields(depth - 1);
    return Arbitraries.oneOf(
        single,
        inner.list().ofMaxSize(2).map(LogField.Many::new),
        Arbitraries.maps(texts(), inner).ofMaxSize(2).map(LogField.Tree::new));
  }

  private static boolean mayBeLogged(Value value) {
    return !((Template) value).secret();
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, Duration.ofDays(3_000).toNanos()).map(Duration::ofNanos);
  }

  private static Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withChars("abAB019_")
        .ofMinLength(1)
        .ofMaxLength(4)
        .flatMap(
            head ->
                Arbitraries.strings()
                    .withChars("abAB019_.-")
                    .ofMaxLength(4)
                    .map(tail -> head + tail));
  }

  private static Arbitrary<String> tokens() {
    return Arbitraries.strings().withChars("abAB01!#$%&'*+-.^_`|~").ofMinLength(1).ofMaxLength(5);
  }

  private static <T> Arbitrary<Map<String, T>> headers(Arbitrary<T> values) {
    return Arbitraries.maps(tokens(), values)
        .ofMaxSize(3)
        .map(
            map -> {
              Map<String, T> unique = new LinkedHashMap<>();
              map.forEach(
                  (name, value) -> {
                    if (unique.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                      unique.put(name, value);
                    }
                  });
              return unique;
            });
  }

  /** Any text, rich in what has a meaning somewhere. */
  private static Arbitrary<String> texts() {
    StringArbitrary special =
        Arbitraries.strings().withChars("${}{ \"'\\:#-[],&*!|>%@`~<=01etrunvf\n\t");
    Arbitrary<String> any =
        Arbitraries.strings()
            .all()
            .ofMaxLength(6)
            .map(text -> text.replaceAll("\\p{Cs}", "\ud83d\ude00"));
    return Arbitraries.oneOf(special.ofMaxLength(12), any, tokens());
  }

  /** Any text that a header may carry. */
  private static Arbitrary<String> plainTexts() {
    return texts().map(text -> text.replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", ""));
  }

  private static Arbitrary<Value> templates(Arbitrary<String> texts) {
    Arbitrary<Part> parts =
        Arbitraries.oneOf(
            texts.map(text -> new Literal(text, "")),
            Arbitraries.of("a", "tenant", "_x.y-z").map(Variable::new),
            Arbitraries.of("A", "TOKEN").map(name -> secret("{env:" + name + "}")));
    return parts.list().ofMaxSize(5).map(RoundTripTest::canonical);
  }

  private static Literal secret(String text) {
    return new Literal(text, "$" + text);
  }

  /** Neighbouring literals joined, as parsing joins them. */
  private static Value canonical(List<Part> parts) {
    List<Part> joined = new ArrayList<>();
    for (Part part : parts) {
      int last = joined.size() - 1;
      if (part instanceof Literal literal && !literal.secret()) {
        if (literal.text().isEmpty()) {
          continue;
        }
        if (last >= 0 && joined.get(last) instanceof Literal before && !before.secret()) {
          joined.set(last, new Literal(before.text() + literal.text(), ""));
          continue;
        }
      }
      joined.add(part);
    }
    return joined.isEmpty() ? Value.of("") : new Template(joined);
  }

  private static Arbitrary<Credentials> logins() {
    return plainTexts()
        .map(text -> text.replaceAll("\\p{Cntrl}", ""))
        .filter(text -> !text.isBlank())
        .map(
            text ->
                text.toLowerCase(Locale.ROOT).startsWith("a")
                    ? Credentials.basic(
                        new Template(List.of(new Literal("x:", ""), secret("{env:A}"))))
                    : Credentials.basic(Value.of(text)));
  }
}
