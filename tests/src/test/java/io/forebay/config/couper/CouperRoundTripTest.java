package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.ContractArbitraries;
import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.health.HealthSpec;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.LogField;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.PathSpec;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** Write then read returns what Couper can say. */
class CouperRoundTripTest {
  private static final String REFERENCE = "${env:KEY}";

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("definitions") Carried definitions) {
    Written written = new CouperDialect().write(definitions);
    Carried again = Couper.read(written.text());
    assertThat(written.notes()).as(written.text()).isEmpty();
    assertThat(again.backends()).as(written.text()).isEqualTo(definitions.backends());
    assertThat(again.refinements()).as(written.text()).isEqualTo(definitions.refinements());
    assertThat(again.backends().keySet())
        .containsExactlyElementsOf(definitions.backends().keySet());
    assertThat(new CouperDialect().write(again).text()).isEqualTo(written.text());
  }

  @Provide
  Arbitrary<Carried> definitions() {
    return Combinators.combine(
            Arbitraries.strings()
                .withChars("abAB01_")
                .ofMinLength(1)
                .ofMaxLength(4)
                .set()
                .ofSize(3),
            backends().list().ofSize(3),
            refinements().list().ofMaxSize(3),
            Arbitraries.of(ProxySpec.DIRECT, new ProxySpec.Environment()))
        .as(CouperRoundTripTest::combined);
  }

  private static Carried combined(
      Set<String> labels, List<BackendSpec> specs, List<Refinement> manners, ProxySpec proxy) {
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    for (String label : labels) {
      BackendSpec spec = specs.get(backends.size());
      TransportSpec transport =
          spec.transport().proxy() instanceof ProxySpec.Fixed
              ? spec.transport()
              : spec.transport().withProxy(proxy);
      backends.put(label, spec.withLabel(label).withTransport(transport));
    }
    Map<String, NamedRefinement> refinements = new LinkedHashMap<>();
    String of = labels.iterator().next();
    boolean waits = backends.get(of).transport().pool().maxConnections() > 0;
    for (Refinement given : manners) {
      Refinement refinement = given;
      if (waits && refinement.attributes().contains(ExchangeAttribute.TIMEOUT)) {
        Duration total = refinement.appliedTo(ExchangeSpec.DEFAULT).timeouts().total();
        refinement = refinement.with(ExchangeAttribute.PERMIT_TIMEOUT, permit(total));
      }
      refinements.put("refined." + refinements.size(), new NamedRefinement(of, refinement));
    }
    return new Carried(backends, refinements, List.of());
  }

  private static Duration permit(Duration total) {
    return total.isZero() ? Duration.ofDays(3653) : total;
  }

  private static Arbitrary<BackendSpec> backends() {
    return Combinators.combine(
            transports(),
            exchanges(),
            health().optional(),
            ContractArbitraries.contracts().optional())
        .as(
            (transport, exchange, health, contract) -> {
              boolean waits = transport.pool().maxConnections() > 0;
              Duration wait = waits ? permit(exchange.timeouts().total()) : Duration.ofSeconds(10);
              ExchangeSpec manners =
                  exchange.withTimeouts(
                      exchange.timeouts().withPermit(wait).withBetweenBytes(Duration.ZERO));
              Optional<HealthSpec> probed = health.map(found -> withHost(found, transport));
              return new BackendSpec("any", transport, manners, probed)
                  .withContract(
                      contract.map(c -> c.withMaxBodyBytes(ContractSpec.DEFAULT_MAX_BODY_BYTES)));
            });
  }

  private static HealthSpec withHost(HealthSpec health, TransportSpec transport) {
    HealthSpec.Builder builder =
        new HealthSpec.Builder()
            .path(health.request().path())
            .interval(health.schedule().interval())
            .timeout(health.schedule().timeout())
            .expectedStatus(health.expect().statuses())
            .expectedText(health.expect().text());
    health.request().headers().forEach(builder::header);
    transport.hostname().ifPresent(any -> builder.host(transport.origin().authority()));
    return builder.build();
  }

  private static Arbitrary<HealthSpec> health() {
    return Combinators.combine(
            Arbitraries.of("/", "/healthz", "/x?a=${b}&c=\"d\""),
            durations().filter(found -> !found.isZero()),
            Arbitraries.longs().between(1, 4),
            Arbitraries.integers().between(100, 599).list().uniqueElements().ofMaxSize(3),
            texts(),
            Arbitraries.of(Map.of(), Map.of("A-b", "x \"${y}"), Map.of("true", "")))
        .as(
            (path, interval, share, statuses, text, headers) -> {
              HealthSpec.Builder builder =
                  new HealthSpec.Builder()
                      .path(path)
                      .interval(interval)
                      .timeout(interval.plusNanos(share).dividedBy(share))
                      .expectedStatus(statuses.toArray(Integer[]::new))
                      .expectedText(text);
              headers.forEach((name, value) -> builder.header((String) name, (String) value));
              return builder.build();
            });
  }

  private static Arbitrary<TransportSpec> transports() {
    Arbitrary<ProxySpec> proxies =
        Arbitraries.of(
            ProxySpec.DIRECT,
            ProxySpec.of("socks5://proxy:99"),
            new ProxySpec.Fixed(
                ProxySpec.Scheme.HTTP,
                "proxy",
                3128,
                Optional.of(Credentials.referenced("joe:" + Couper.SECRET, "joe:" + REFERENCE))));
    return Combinators.combine(
            Arbitraries.of("http://a", "https://b.c:8443", "http://[::1]:80").map(Origin::of),
            Arbitraries.of("a.example", "A_b:80", "[::1]:8443").optional(),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.of(true, false),
            Arbitraries.of(
                ProtocolSpec.DEFAULT,
                ProtocolSpec.DEFAULT.withHttp2(true),
                ProtocolSpec.DEFAULT.withPriorKnowledge(true)),
            tls(),
            proxies)
        .as(
            (origin, host, most, reuse, protocol, tls, proxy) -> {
              PoolSpec pool = PoolSpec.DEFAULT.withMaxConnections(most);
              return TransportSpec.of(origin)
                  .withHostname(host)
                  .withPool(pool.withLife(pool.life().withReuse(reuse)))
                  .withProtocol(protocol)
                  .withTls(tls)
                  .withProxy(proxy);
            });
  }

  private static Arbitrary<TlsSpec> tls() {
    Material secret = new Material.Inline("x" + Couper.SECRET, "x" + REFERENCE);
    Arbitrary<Material> materials =
        Arbitraries.of(
            Material.file(Path.of("/ca.pem")),
            Material.file(Path.of("/a b/${x}")),
            Material.inline("-----BEGIN\nA\n-----END\n"),
            Material.inline("PEM\n"),
            Material.inline("\u00e9${x}"),
            secret);
    Arbitrary<Material> keys = Arbitraries.of(secret, Material.file(Path.of("/key.pem")));
    Arbitrary<Optional<ClientIdentity>> identities =
        Combinators.combine(materials, keys)
            .as(
                (certificate, key) ->
                    new ClientIdentity(certificate, Optional.of(key), Optional.empty()))
            .optional();
    return Combinators.combine(
            materials.list().ofMaxSize(1), identities, Arbitraries.of(true, false))
        .as(
            (ca, identity, checked) ->
                TlsSpec.DEFAULT
                    .withTrust(
                        TlsSpec.DEFAULT.trust().withCa(ca).withValidate(checked || !ca.isEmpty()))
                    .withIdentity(identity));
  }

  private static Arbitrary<ExchangeSpec> exchanges() {
    return refinements()
        .map(refinement -> refinement.appliedTo(ExchangeSpec.DEFAULT).withHost(Optional.empty()))
        .map(spec -> spec.withAnswer(spec.answer().withExpected(List.of()))); // Of uses only.
  }

  private static Arbitrary<Refinement> refinements() {
    List<ExchangeAttribute<?>> attributes =
        ExchangeAttribute.all().stream().filter(CouperRoundTripTest::isSaid).toList();
    return Arbitraries.of(attributes)
        .set()
        .ofMaxSize(6)
        .flatMap(
            chosen -> {
              Arbitrary<Refinement> refinement = Arbitraries.just(Refinement.NONE);
              for (ExchangeAttribute<?> attribute : chosen) {
                refinement = with(refinement, attribute);
              }
              return refinement;
            });
  }

  private static boolean isSaid(ExchangeAttribute<?> attribute) {
    return !Set.of(
            "between_bytes_timeout",
            "permit_timeout",
            "attempt_timeout",
            "between_bytes_expiry",
            "max_response_bytes",
            "retries")
        .contains(attribute.key());
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
    } else if (attribute == (Object) ExchangeAttribute.EXPECTED_STATUS) {
      values = Arbitraries.integers().between(100, 999).map(StatusRange::of).list().ofMaxSize(3);
    } else if (usual instanceof List) {
      values = (headers ? tokens().map(Value::of) : templates()).list().ofMaxSize(3);
    } else if (usual instanceof Map) {
      Arbitrary<List<Value>> lists = templates().list().ofMaxSize(3);
      values =
          headers
              ? Arbitraries.maps(Arbitraries.of("a", "B-c", "null", "x.y", "for"), lists)
                  .ofMaxSize(3)
              : Arbitraries.maps(texts(), lists).ofMaxSize(3);
    } else if (attribute == (Object) ExchangeAttribute.BASIC_AUTH) {
      values =
          Arbitraries.of(
                  Credentials.basic(Value.of("u:p${x}\"\\")),
                  Credentials.basic(
                      new Template(
                          List.of(new Literal("u:", ""), new Literal(Couper.SECRET, REFERENCE)))))
              .optional();
    } else if (attribute == (Object) ExchangeAttribute.OVERRIDE_HOST) {
      values = Arbitraries.of("a.example", "A_b:80", "[::1]:8443").map(Optional::of);
    } else if (attribute == (Object) ExchangeAttribute.RESPONSE_STATUS) {
      values =
          Arbitraries.oneOf(
                  Arbitraries.integers().between(200, 599).map(Value::of),
                  Arbitraries.just(Value.template("{request.headers.x}")))
              .optional();
    } else if (usual instanceof LogField.Tree) {
      values = Arbitraries.maps(texts(), logFields(2)).ofMaxSize(3).map(LogField.Tree::new);
    } else {
      values =
          templates()
              .filter(value -> !value.toString().isBlank())
              .filter(
                  value -> new PathSpec(Optional.of(value), Optional.empty()).problems().isEmpty())
              .optional();
    }
    return (Arbitrary<T>) values;
  }

  private static Arbitrary<LogField> logFields(int depth) {
    Arbitrary<LogField> single =
        Arbitraries.oneOf(
                templates().filter(value -> !((Template) value).secret()),
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

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, Duration.ofDays(3_000).toNanos()).map(Duration::ofNanos);
  }

  private static Arbitrary<String> tokens() {
    return Arbitraries.strings().withChars("abAB01!#$%&'*+-.^_`|~").ofMinLength(1).ofMaxLength(5);
  }

  /** Any text on one line, rich in what has a meaning somewhere. */
  private static Arbitrary<String> texts() {
    Arbitrary<String> special =
        Arbitraries.strings().withChars("${}{%~ \"'\\:#-[],&*!|<=01etrunvf\t").ofMaxLength(12);
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(6);
    return Arbitraries.oneOf(special, any, tokens())
        .map(text -> text.replaceAll("\\p{Cs}", "\ud83d\ude00").replaceAll("[\\r\\n\\x00]", ""));
  }

  private static Arbitrary<Value> templates() {
    Arbitrary<Part> parts =
        Arbitraries.oneOf(
            texts().map(text -> new Literal(text, "")),
            Arbitraries.of(
                    "{tenant}", "{request.headers.x}", "{request.query.a.b}", "{request.path}")
                .map(text -> Template.parse(text).parts().get(0)),
            Arbitraries.of("A", "a b")
                .map(name -> new Literal(Couper.SECRET, "${env:" + name + "}")));
    return parts.list().ofMaxSize(5).map(CouperRoundTripTest::canonical);
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
}
