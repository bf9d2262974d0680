package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import io.forebay.health.Consecutive;
import io.forebay.health.HealthSpec;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Template;
import io.forebay.spec.Throttle;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Couper's text means. */
class CouperReadTest {

  @Test
  void theManualsRefinementIsRead() {
    Carried read = Couper.read(Couper.resource("refining.hcl"));
    assertThat(read.backends().keySet()).containsExactly("ref_be");
    assertThat(read.refinements().keySet()).containsExactly("ref_be_refined");
    assertThat(read.refinements().get("ref_be_refined").manners().attributes())
        .containsExactly(ExchangeAttribute.PATH, ExchangeAttribute.FORM_PARAMS.add());
  }

  @Test
  void anAttributeOutsideOfBlocksIsRefused() {
    assertThat(Couper.findings(Couper.resource("duration.hcl")))
        .containsExactly(
            "1:1: Unsupported argument; An argument named \"timeout\" is not expected here.");
  }

  @Test
  void defaultsAreCoupers() {
    BackendSpec spec = Couper.backend("");
    assertThat(spec.transport().pool().maxConnections()).isZero();
    assertThat(spec.transport().proxy()).isEqualTo(new ProxySpec.Environment());
    assertThat(spec.exchange().timeouts().connect()).hasSeconds(10);
    assertThat(spec.exchange().timeouts().ttfb()).hasSeconds(60);
    assertThat(spec.exchange().timeouts().total()).hasSeconds(300);
    assertThat(spec.exchange().timeouts().betweenBytes()).isZero();
  }

  @Test
  void aLimitOfConnectionsIsWaitedForAsLongAsTheTimeoutAllows() {
    BackendSpec spec = Couper.backend("max_connections = \"5\"\ntimeout = \"7s\"");
    assertThat(spec.transport().pool().maxConnections()).isEqualTo(5);
    assertThat(spec.exchange().timeouts().permit()).hasSeconds(7);
    assertThat(Couper.notes(Couper.defining("max_connections = -5")))
        .containsExactly("backend 'x': max_connections: -5 means no limit, which is 0 here");
  }

  @Test
  void settingsTakeTheEnvironmentsProxyAway() {
    String text = "settings { no_proxy_from_env = true }\n" + Couper.defining("");
    assertThat(Couper.read(text).backends().get("x").transport().proxy())
        .isEqualTo(ProxySpec.DIRECT);
  }

  @ParameterizedTest(name = "TMO-05: {0}")
  @CsvSource({"1s, 1", "0m, 0", "1h1s1m, 3661", "'', 300"})
  void tmo05DurationsAreGos(String text, long seconds) {
    assertThat(Couper.backend("timeout = \"" + text + "\"").exchange().timeouts().total())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "PTH-14: ''{0}''")
  @CsvSource({"/api/resource", "resource", "/api/**", "''", "/api/./resource", "/api/file..name"})
  void pth14PathsAreTaken(String path) {
    assertThat(Couper.backend("path = \"" + path + "\"").exchange().path().path())
        .isEqualTo(Optional.of(path).filter(text -> !text.isEmpty()).map(Value::of));
  }

  @Test
  void pth05ThePrefixFollowsAHeader() {
    assertThat(
            Couper.backend("path_prefix = \"/${request.headers.x-val}/xxx/\"")
                .exchange()
                .path()
                .prefix())
        .contains(Value.template("/{request.headers.x-val}/xxx/"));
  }

  @Test
  void qry01ValuesAreListsScalarsOrNothing() {
    Edits edits =
        Couper.backend(
                """
                remove_query_params = ["del", request.headers.xyz, null]
                set_query_params = {
                  string = "str"
                  multi  = ["str1", "str2"]
                  noop   = request.cookies.missing
                  "null" = null
                  empty  = ""
                  none   = []
                  object = {}
                  num    = 1.5
                  truth  = true
                }
                """)
            .exchange()
            .edits()
            .queryParams();
    assertThat(edits.remove())
        .containsExactly(Value.of("del"), Value.template("{request.headers.xyz}"));
    assertThat(edits.set())
        .containsOnlyKeys("string", "multi", "empty", "none", "object", "num", "truth")
        .containsEntry("multi", List.of(Value.of("str1"), Value.of("str2")))
        .containsEntry("none", List.of())
        .containsEntry("object", List.of())
        .containsEntry("num", List.of(Value.of("1.5")))
        .containsEntry("truth", List.of(Value.of("true")));
  }

  @Test
  void hdr05LineBreaksAreTakenAway() {
    assertThat(
            Couper.backend("set_request_headers = { x = \"value\\r\\nInjected: true\\u0000\" }")
                .exchange()
                .edits()
                .requestHeaders()
                .set())
        .containsEntry("x", List.of(Value.of("valueInjected: true")));
  }

  @Test
  void hdr08LogFieldsDifferByCase() {
    assertThat(
            Couper.backend("custom_log_fields = { a = 1, A = 2 }")
                .exchange()
                .answer()
                .logFields()
                .fields())
        .containsOnlyKeys("a", "A");
  }

  @Test
  void run07WhatCouperDoesNotEditIsLeftOut() {
    assertThat(Couper.notes(Couper.defining("set_request_headers = { host = \"a\", te = \"b\" }")))
        .hasSize(2)
        .allSatisfy(note -> assertThat(note).endsWith("left out, as in Couper"));
  }

  @Test
  void run01TheOriginsPathIsNoted() {
    String text = Couper.defining("").replace(":8080", ":8080/op/?a=b#f").replace("//o", "//u:p@o");
    Carried read = Couper.read(text);
    assertThat(read.backends().get("x").transport().origin()).hasToString("http://o:8080");
    assertThat(read.notes())
        .singleElement()
        .asString()
        .startsWith("couper.hcl:3:14: note: ")
        .contains("user, path and query, fragment")
        .doesNotContain("u:p");
  }

  @Test
  void hlt01AnEmptyBlockProbes() {
    HealthSpec health = Couper.backend("beta_health {}").health().orElseThrow();
    assertThat(health).isEqualTo(HealthSpec.DEFAULT);
    assertThat(health.policy()).isEqualTo(new Consecutive(2));
  }

  @Test
  void hlt02EveryValueIsTaken() {
    String text =
        Couper.defining(
                """
                beta_health {
                  path = "/gsund??"
                  expected_status = [418]
                  expected_text = 123
                  interval = "1h"
                  timeout = "9m"
                  failure_threshold = 0
                }
                """)
            .replace(":8080", ":8080/foo");
    HealthSpec health = Couper.read(text).backends().get("x").health().orElseThrow();
    assertThat(health.request().path()).isEqualTo("/gsund??");
    assertThat(health.expect().statuses()).containsExactly(StatusRange.of(418));
    assertThat(health.expect().text()).isEqualTo("123");
    assertThat(health.schedule().interval()).hasHours(1);
    assertThat(health.schedule().timeout()).hasMinutes(9);
    assertThat(health.policy()).isEqualTo(new Consecutive(0));
  }

  @Test
  void hlt04TheTimeoutIsCapped() {
    String text = Couper.defining("beta_health {\n interval = \"5s\"\n timeout = \"10s\"\n}");
    assertThat(Couper.read(text).backends().get("x").health().orElseThrow().schedule().timeout())
        .hasSeconds(5);
    assertThat(Couper.notes(text)).hasSize(1);
  }

  @Test
  void hlt10TheOriginsPathIsProbed() {
    String text = Couper.defining("beta_health {}").replace(":8080", ":8080/health?a");
    assertThat(Couper.read(text).backends().get("x").health().orElseThrow().request().path())
        .isEqualTo("/health?a");
  }

  @Test
  void log07ReferencesKeepTheirType() {
    assertThat(
            Couper.backend(
                    "custom_log_fields = { h = backend.health.healthy, s = \"${backend_response.status}\" }")
                .exchange()
                .answer()
                .logFields()
                .fields()
                .get("s"))
        .hasToString("{backend_response.status}");
  }

  @Test
  void environmentVariablesKeepTheirReference() {
    Template value =
        (Template)
            Couper.backend("set_request_headers = { a = \"Bearer ${env.TOKEN}\" }")
                .exchange()
                .edits()
                .requestHeaders()
                .set()
                .get("a")
                .get(0);
    assertThat(value.plain()).isEqualTo("Bearer " + Couper.SECRET);
    assertThat(value.parts().get(1)).isEqualTo(new Template.Literal(Couper.SECRET, "${env:TOKEN}"));
  }

  @Test
  void defaultsStandForVariablesThatAreNotSet() {
    String defaults = "defaults { environment_variables = { X_ORIGIN = \"http://d\" } }\n";
    String text = Couper.defining("").replace("\"http://o:8080\"", "env.X_ORIGIN");
    assertThat(Couper.read(defaults + text).backends().get("x").transport().origin())
        .hasToString("http://d");
    assertThat(Couper.read(text).backends()).as("left out, as in Couper").isEmpty();
  }

  @Test
  void functionsOfKnownTextAreComputed() {
    Edits edits =
        Couper.backend(
                """
                set_request_headers = {
                  a = to_lower("ABC")
                  b = default(env.NO_ORIGIN, "other")
                  c = base64_encode("u:p")
                  d = true ? "yes" : "no"
                }
                """)
            .exchange()
            .edits()
            .requestHeaders();
    assertThat(edits.set())
        .containsEntry("a", List.of(Value.of("abc")))
        .containsEntry("b", List.of(Value.of("other")))
        .containsEntry("c", List.of(Value.of("dTpw")))
        .containsEntry("d", List.of(Value.of("yes")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path = request.cookies.a | request.cookies.a",
        "path = to_lower(request.path) | a call of to_lower()",
        "path = 1 + 2 | an operator",
        "path = [for a in b : a] | a for expression",
        "path = request.path == \"a\" ? 1 : 2 | a conditional",
        "path = \"%{ if true }a%{ endif }\" | a template directive",
        "basic_auth = backend.beta_tokens | backend.beta_tokens",
        "hostname = request.headers.host | the call",
        "set_request_headers = { a = backend_response.status } | not known before the response"
      })
  void whatNoDefinitionSaysIsNoted(String body, String expected) {
    assertThat(Couper.notes(Couper.defining(body)))
        .singleElement()
        .asString()
        .contains(expected)
        .endsWith("left out");
  }

  @Test
  void run18ARefinementReplacesWholeAttributes() {
    String text =
        "server { endpoint \"/admin/**\" { request \"r\" { backend \"x\" {\n"
            + "custom_log_fields = { b = 1 }\n hostname = \"h\"\n}\n} } }\n"
            + Couper.defining("custom_log_fields = { a = 1, b = 2 }");
    Carried read = Couper.read(text);
    assertThat(read.refinements().keySet()).containsExactly("admin_r");
    assertThat(read.refinements().get("admin_r").manners().attributes())
        .containsExactly(ExchangeAttribute.CUSTOM_LOG_FIELDS, ExchangeAttribute.OVERRIDE_HOST);
  }

  @Test
  void anInlineBackendTakesTheOriginOfItsUrl() {
    Carried read =
        Couper.read(
            "server { endpoint \"/a\" { request {\n url = \"https://b.c/d\"\n backend {}\n} } }");
    assertThat(read.backends().get("a").transport().origin()).hasToString("https://b.c");
  }

  @Test
  void labelsOfUsesAreUnique() {
    String proxy = "endpoint \"/x\" { proxy { backend \"x\" {} } }\n";
    assertThat(
            Couper.read("server {\n" + proxy + proxy + "}\n" + Couper.defining(""))
                .refinements()
                .keySet())
        .containsExactly("x_1", "x_2");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.hcl | anything | true",
        "a | definitions { | true",
        "a | server \"edge\" { | true",
        "a | backend \"x\" { | true",
        "a.vcl | backend x { .host = \"a\"; } | false",
        "a | {\"endpoints\": []} | false",
        "a | backends: { definitions: {} } | false"
      })
  void aTextIsRecognisedByItsNameOrItsBlocks(String name, String text, boolean expected) {
    assertThat(new CouperDialect().recognises(Source.of(text, name))).isEqualTo(expected);
  }

  @Test
  void thr14RateLimitsAreThrottlesByTheirOldName() {
    String block = "beta_rate_limit {\n period = \"1m\"\n per_period = 60\n mode = \"block\" }";
    assertThat(Couper.backend(block).limits().throttles())
        .containsExactly(Throttle.of(60, Duration.ofMinutes(1)).withMode(Throttle.Mode.BLOCK));
    assertThat(Couper.notes(Couper.defining(block)))
        .containsExactly(
            "block \"beta_rate_limit\" is deprecated, please use \"throttle\" instead");
  }
}
