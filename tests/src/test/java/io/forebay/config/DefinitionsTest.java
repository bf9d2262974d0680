package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.BackendRegistry;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.BodySpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {
  /** The example of the design, with the keys that there are. */
  private static final String EXAMPLE =
      """
      forebay: 1                         # optional: version of the form
      defaults: { connect_timeout: 2s }
      backends:
        users:
          origin: https://users.internal:8443
          path_prefix: /v2
          set_request_headers: { X-Tenant: acme, Authorization: "Bearer ${env:TOKEN}" }
          health: { path: /healthz, interval: 1s, failure_threshold: 2 }
        orders:
          origin: http://o1:8080
      refinements:
        users_admin: { backend: users, path: "/admin/**", timeout: 90s }
      """;

  @Test
  void exampleIsRead() {
    Definitions definitions = read(EXAMPLE);

    assertThat(definitions.backends()).containsOnlyKeys("users", "orders");
    BackendSpec users = definitions.backends().get("users");
    assertThat(users.label()).isEqualTo("users");
    assertThat(users.transport().origin()).isEqualTo(Origin.of("https://users.internal:8443"));
    assertThat(users.exchange().path().prefix()).contains(Value.of("/v2"));
    assertThat(users.exchange().timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
    assertThat(users.exchange().edits().requestHeaders().set())
        .containsEntry("X-Tenant", List.of(Value.of("acme")));
    assertThat(users.health())
        .contains(new HealthSpec.Builder().path("/healthz").failureThreshold(2).build());
    assertThat(definitions.refinements())
        .containsExactly(
            Map.entry(
                "users_admin",
                new NamedRefinement(
                    "users",
                    Refinement.NONE
                        .with(ExchangeAttribute.PATH, Optional.of(Value.of("/admin/**")))
                        .with(ExchangeAttribute.TIMEOUT, Duration.ofSeconds(90)))));
  }

  @Test
  void originAloneMeansEveryDefault() {
    assertThat(backend())
        .isEqualTo(
            new BackendSpec(
                "a",
                TransportSpec.of(Origin.of("http://a.example")),
                ExchangeSpec.DEFAULT,
                Optional.empty()));
  }

  @Test
  void jsonSaysTheSame() {
    String json =
        """
        {"forebay": 1, "defaults": {"connect_timeout": "2s"},
         "backends": {
           "users": {
             "origin": "https://users.internal:8443", "path_prefix": "/v2",
             "set_request_headers": {"X-Tenant": "acme", "Authorization": "Bearer ${env:TOKEN}"},
             "health": {"path": "/healthz", "interval": "1s", "failure_threshold": 2}},
           "orders": {"origin": "http://o1:8080"}},
         "refinements": {"users_admin": {"backend": "users", "path": "/admin/**", "timeout": "90s"}}}
        """;

    assertThat(read(json)).isEqualTo(read(EXAMPLE)).hasSameHashCodeAs(read(EXAMPLE));
    assertThat(read(json, "t.yaml")).as("JSON is YAML").isEqualTo(read(EXAMPLE));
    assertThat(read(json, "no-ending")).isEqualTo(read(EXAMPLE));
    assertThat(read(EXAMPLE, "no-ending")).isEqualTo(read(EXAMPLE));
    assertThat(read("\ufeff" + EXAMPLE)).as("byte order mark").isEqualTo(read(EXAMPLE));
    assertThat(read("\ufeff" + json, "t.json")).isEqualTo(read(EXAMPLE));
    assertThat(read(EXAMPLE.replace("\n", "\r\n"))).isEqualTo(read(EXAMPLE));
  }

  @Test
  void everyExchangeKeyIsRead() {
    ExchangeSpec spec =
        backend(
                "path: /x/{id}",
                "path_prefix: /v1",
                "remove_request_headers: Cookie",
                "add_query_params: { locale: en }",
                "remove_response_headers: [Server, Via]",
                "connect_timeout: 1s",
                "ttfb_timeout: 2s",
                "between_bytes_timeout: 3s",
                "timeout: 4s",
                "permit_timeout: 5s",
                "attempt_timeout: 6s",
                "between_bytes_expiry: truncate",
                "max_response_bytes: 9223372036854775807",
                "basic_auth: peter:pan",
                "use_when_unhealthy: true")
            .exchange();

    assertThat(spec.path())
        .isEqualTo(
            new PathSpec(Optional.of(Value.template("/x/{id}")), Optional.of(Value.of("/v1"))));
    assertThat(spec.edits().requestHeaders().remove()).containsExactly(Value.of("Cookie"));
    assertThat(spec.edits().queryParams().add())
        .containsExactly(Map.entry("locale", List.of(Value.of("en"))));
    assertThat(spec.edits().responseHeaders().remove())
        .containsExactly(Value.of("Server"), Value.of("Via"));
    assertThat(ExchangeAttribute.CONNECT_TIMEOUT.of(spec)).hasSeconds(1);
    assertThat(ExchangeAttribute.TTFB_TIMEOUT.of(spec)).hasSeconds(2);
    assertThat(ExchangeAttribute.BETWEEN_BYTES_TIMEOUT.of(spec)).hasSeconds(3);
    assertThat(ExchangeAttribute.TIMEOUT.of(spec)).hasSeconds(4);
    assertThat(ExchangeAttribute.PERMIT_TIMEOUT.of(spec)).hasSeconds(5);
    assertThat(ExchangeAttribute.ATTEMPT_TIMEOUT.of(spec)).hasSeconds(6);
    assertThat(spec.body()).isEqualTo(new BodySpec(BodySpec.Silence.TRUNCATE, Long.MAX_VALUE));
    assertThat(spec.basicAuth()).contains(Credentials.basic("peter:pan"));
    assertThat(spec.useWhenUnhealthy()).isTrue();
  }

  /** HLT-01, HLT-04, HLT-05, HLT-09: defaults, cap, zero, and a number taken as text. */
  @Test
  void healthIsRead() {
    assertThat(backend("health: {}").health()).contains(HealthSpec.DEFAULT);
    assertThat(
            backend("health: { interval: 5s, timeout: 10s }")
                .health()
                .orElseThrow()
                .schedule()
                .timeout())
        .hasSeconds(5);
    assertThat(
            backend(
                    "health:",
                    "  { interval: 1h, timeout: 9m, path: gsund?x=1, failure_threshold: 0,",
                    "    headers: { User-Agent: probe, X-N: 1, X-Skipped: null },",
                    "    expected_status: [200, 418], expected_text: 123 }")
                .health())
        .contains(
            new HealthSpec.Builder()
                .path("/gsund?x=1")
                .header("User-Agent", "probe")
                .header("X-N", "1")
                .expectedStatus(200, 418)
                .expectedText("123")
                .interval(Duration.ofHours(1))
                .timeout(Duration.ofMinutes(9))
                .failureThreshold(0)
                .build());
  }

  @Test
  void everyKeyOfHealthIsRead() {
    assertThat(
            backend(
                    "health:",
                    "  { interval: 5s, recheck_interval: 1s, timeout: 2s, jitter: 0.25, method: POST,",
                    "    path: /h, host: \"a:1\", port: 81, text_limit: 100, window: 4, threshold: 2,",
                    "    expected_status: [200-399, 418, \"500\"], initial: 2, share_key: k,",
                    "    hold_until_first_verdict: true }")
                .health())
        .contains(
            new HealthSpec.Builder()
                .interval(Duration.ofSeconds(5))
                .recheckInterval(Duration.ofSeconds(1))
                .timeout(Duration.ofSeconds(2))
                .jitter(0.25)
                .method("POST")
                .path("/h")
                .host("a:1")
                .port(81)
                .textLimit(100)
                .window(4)
                .threshold(2)
                .initial(2)
                .expectedStatusRanges("200-399", "418", "500")
                .shareKey("k")
                .holdUntilFirstVerdict(true)
                .build());
    assertThat(backend("health: { success_threshold: 3, dummy: true }").health())
        .contains(new HealthSpec.Builder().successThreshold(3).dummy(true).build());
  }

  /** QRY-08, HDR-01: what a value may be. */
  @Test
  void valuesOfEditsAreRead() {
    Map<String, List<Value>> set =
        backend(
                "set_request_headers:",
                "  { B: true, N: 1, F: 1.5, E: 1e3, S: str, Ba: [true, false], Na: [1, 2],",
                "    Mixed: [a, null, 2], Noop: null, Empty: \"\", Gone: [], Nulls: [null],",
                "    Var: \"a-{x}\", Brace: \"{{x}\", Other: \"{not one}\" }")
            .exchange()
            .edits()
            .requestHeaders()
            .set();

    assertThat(set)
        .containsEntry("B", List.of(Value.of("true")))
        .containsEntry("N", List.of(Value.of("1")))
        .containsEntry("F", List.of(Value.of("1.5")))
        .containsEntry("E", List.of(Value.of("1e3")))
        .containsEntry("S", List.of(Value.of("str")))
        .containsEntry("Ba", List.of(Value.of("true"), Value.of("false")))
        .containsEntry("Na", List.of(Value.of("1"), Value.of("2")))
        .containsEntry("Mixed", List.of(Value.of("a"), Value.of("2")))
        .doesNotContainKey("Noop")
        .containsEntry("Empty", List.of(Value.of("")))
        .containsEntry("Gone", List.of())
        .containsEntry("Nulls", List.of())
        .containsEntry("Var", List.of(Value.template("a-{x}")))
        .containsEntry("Brace", List.of(Value.of("{x}")))
        .containsEntry("Other", List.of(Value.of("{not one}")));
    assertThat(backend("set_query_params: { a: 1, A: 2 }").exchange().edits().queryParams().set())
        .as("parameters are case-sensitive")
        .containsOnlyKeys("a", "A");
    assertThat(backend("set_request_headers: null")).isEqualTo(backend());
  }

  /** HDR-05. */
  @Test
  void lineBreaksInValuesAreTakenAway() {
    assertThat(
            backend("set_request_headers: { X: \"value\\r\\nInjected: \\0true\\r\\n\" }")
                .exchange()
                .edits()
                .requestHeaders()
                .set())
        .containsEntry("X", List.of(Value.of("valueInjected: true")));
  }

  @Test
  void blankPathAndLoginMeanNone() {
    assertThat(backend("path: \"\"", "path_prefix: \" \"", "basic_auth: \"\""))
        .isEqualTo(backend());
    NamedRefinement refinement =
        read(Texts.definition("basic_auth: peter:pan")
                + "refinements: {b: {backend: a, basic_auth: ''}}")
            .refinements()
            .get("b");
    assertThat(refinement.manners())
        .isEqualTo(Refinement.NONE.with(ExchangeAttribute.BASIC_AUTH, Optional.empty()));
  }

  @Test
  void defaultsHoldWhereNothingElseIsSaid() {
    Definitions definitions =
        read(
            """
            defaults:
              timeout: 9s
              max_connections: 7
              http2: true
              dns_ttl: 5s
              set_request_headers: { A: "1", B: "2" }
              health: { interval: 5s }
            backends:
              plain: { origin: "http://a" }
              own:
                origin: http://b
                timeout: 1s
                max_connections: 8
                http2: false
                set_request_headers: { C: "3" }
                health: {}
            """);

    BackendSpec plain = definitions.backends().get("plain");
    assertThat(plain.exchange().timeouts().total()).hasSeconds(9);
    assertThat(plain.transport().pool().maxConnections()).isEqualTo(7);
    assertThat(plain.transport().protocol().http2()).isTrue();
    assertThat(plain.transport().dns().ttl()).hasSeconds(5);
    assertThat(plain.exchange().edits().requestHeaders().set()).containsOnlyKeys("A", "B");
    assertThat(plain.health().orElseThrow().schedule().interval()).hasSeconds(5);
    BackendSpec own = definitions.backends().get("own");
    assertThat(own.exchange().timeouts().total()).hasSeconds(1);
    assertThat(own.transport().pool().maxConnections()).isEqualTo(8);
    assertThat(own.transport().protocol().http2()).isFalse();
    assertThat(own.exchange().edits().requestHeaders().set())
        .as("whole attributes")
        .containsOnlyKeys("C");
    assertThat(own.health()).contains(HealthSpec.DEFAULT);
  }

  @Test
  void orderIsKept() {
    Definitions definitions =
        read(
            """
            backends: { z: {origin: "http://z"}, a: {origin: "http://a"}, m: {origin: "http://m"} }
            refinements: { z2: {backend: z1}, z1: {backend: z}, b: {backend: a} }
            """);

    assertThat(definitions.backends().keySet()).containsExactly("z", "a", "m");
    assertThat(definitions.refinements().keySet()).containsExactly("z2", "z1", "b");
    assertThat(definitions).hasToString("Definitions[backends=[z, a, m], refinements=[z2, z1, b]]");
  }

  /** A refinement may repeat the origin (Couper refuses even that). */
  @Test
  void refinementMayRepeatTheOrigin() {
    assertThat(
            read(Texts.definition() + "refinements: {b: {backend: a, origin: 'http://A.example/'}}")
                .refinements())
        .containsOnlyKeys("b");
  }

  @Test
  void registryOpens() {
    Definitions definitions =
        read(
            """
            backends: { a: {origin: "http://127.0.0.1:1"} }
            refinements: { c: {backend: b}, b: {backend: a} }
            """);

    try (BackendRegistry registry = definitions.open()) {
      assertThat(registry.labels()).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @Test
  void filesAreReadFromTheirDirectory(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("some.yml");
    Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(directory.resolve("secrets/login"), "peter:pan\n");
    Files.writeString(directory.resolve("ca.pem"), "PEM\n");
    Files.writeString(
        file, Texts.definition("basic_auth: ${file:secrets/login}", "tls: { ca_file: ca.pem }"));

    BackendSpec spec = Definitions.read(file).backends().get("a");

    assertThat(spec.exchange().basicAuth()).contains(Credentials.basic("peter:pan"));
    assertThat(spec.transport().tls().trust().ca())
        .as("read when the backend opens")
        .containsExactly(Material.file(directory.toAbsolutePath().resolve("ca.pem")));
    assertThat(Definitions.read(file).toYaml())
        .contains("basic_auth: \"${file:secrets/login}\"", "ca_file: ca.pem")
        .doesNotContain("pan", "PEM");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Definitions.read(directory.resolve("none.yaml")));
  }

  @Test
  void javaDefinesToo() {
    BackendSpec spec = backend();
    Definitions definitions =
        Definitions.of(spec)
            .withRefinement("b", "a", Refinement.NONE)
            .withRefinement("c", "b", Refinement.NONE);

    assertThat(definitions)
        .isEqualTo(read(Texts.definition() + "refinements: {b: {backend: a}, c: {backend: b}}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Definitions.of(spec, spec))
        .withMessage("backend labels must be unique: 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> definitions.withRefinement("a", "a", Refinement.NONE))
        .withMessage("backend labels must be unique: 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> definitions.withRefinement("d", "x", Refinement.NONE))
        .withMessage("referenced backend \"x\" is not defined");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> definitions.withRefinement("d d", "a", Refinement.NONE))
        .withMessageStartingWith("refinement 'd d': label contains invalid character(s)");
  }

  @Test
  void explicitlyEmptyIsAllowed() {
    assertThat(read("backends: {}")).isEqualTo(Definitions.of());
    assertThat(read(Definitions.of().toYaml())).isEqualTo(Definitions.of());
  }

  @Test
  void notesNameTheirPlace() {
    Note note = new Note("main.vcl", 3, 7, "x is not carried over");

    assertThat(note).hasToString("main.vcl:3:7: note: x is not carried over");
    assertThat(new Reading(Definitions.of(), List.of(note)).notes()).containsExactly(note);
  }
}
