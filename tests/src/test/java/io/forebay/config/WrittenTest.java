package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Credentials;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTest {
  private static final String TEXT =
      """
      defaults: { connect_timeout: 2s, timeout: 300s }
      backends:
        users:
          health: { path: healthz, timeout: 500ms, failure_threshold: 2, expected_status: [200] }
          origin: https://users.internal:443/
          http2: true
          max_connections: 100
          basic_auth: peter:pan
          set_request_headers: { X-Tenant: [acme], X-All: [a, "b c", 1], X-None: [], X-On: "on" }
          add_query_params: { "a b": "{id}" }
          tls:
            ca: |
              -----BEGIN CERTIFICATE-----
              MIIB
              -----END CERTIFICATE-----
        plain: { origin: "http://[::1]:8080", connect_timeout: 10s, health: {} }
      refinements:
        fast: { timeout: 250ms, backend: slow, path: "" }
        slow: { backend: users, timeout: 1h30m, use_when_unhealthy: false }
      """;

  @Test
  void yamlIsStableAndSaysOnlyWhatIsNotUsual() {
    String yaml =
        """
        forebay: 1
        backends:
          users:
            origin: https://users.internal
            set_request_headers:
              X-Tenant: acme
              X-All: [a, "b c", "1"]
              X-None: []
              X-On: "on"
            add_query_params:
              "a b": "{id}"
            connect_timeout: 2s
            basic_auth: peter:pan
            http2: true
            tls:
              ca: |
                -----BEGIN CERTIFICATE-----
                MIIB
                -----END CERTIFICATE-----
            health:
              timeout: 500ms
              path: /healthz
              expected_status: [200]
          plain:
            origin: "http://[::1]:8080"
            health: {}
        refinements:
          fast:
            backend: slow
            path: ""
            timeout: 250ms
          slow:
            backend: users
            timeout: 1h30m
            use_when_unhealthy: false
        """;

    assertThat(read(TEXT).toYaml()).isEqualTo(yaml);
    assertThat(read(yaml)).isEqualTo(read(TEXT));
    assertThat(read(yaml).toYaml()).isEqualTo(yaml);
  }

  @Test
  void jsonSaysTheSame() {
    assertThat(read(read(TEXT).toJson())).isEqualTo(read(TEXT));
    assertThat(read(definition("remove_query_params: [a, b]")).toJson())
        .isEqualTo(
            """
            {
              "forebay": 1,
              "backends": {
                "a": {
                  "origin": "http://a.example",
                  "remove_query_params": ["a", "b"]
                }
              }
            }
            """);
    assertThat(Definitions.of().toJson())
        .isEqualTo("{\n  \"forebay\": 1,\n  \"backends\": {}\n}\n");
  }

  /** Texts that one language or the other would take for something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "~",
        "true",
        "no",
        "1",
        "1e3",
        "0x1f",
        ".5",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "a:",
        "{",
        "}",
        "{{",
        "{a}",
        "{{a}",
        "{a",
        "[",
        "]",
        ",",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "'",
        "\"",
        "\\",
        "\\n",
        "a\nb\n",
        "\n",
        "a\n\nb\n",
        " a\n",
        "\t",
        "\r",
        "$",
        "$$",
        "${",
        "$${",
        "${}",
        "${env:TOKEN}",
        "$${env:TOKEN}",
        "$$${",
        "${{a}",
        "a\u0085b",
        "\u2028",
        "\ufeff",
        "\u00e9",
        "\ud83d\ude00",
        "\u0000",
        "\u0007",
        "\u007f",
        "\ue000",
        "2001-01-01",
        "12:30",
        "<<",
        "=",
        "---",
        "...",
        "1s",
        "1s1"
      })
  void awkwardTextsSurvive(String text) {
    String path = text.replaceAll("[#?%]", "");
    BackendSpec spec = withPath(Value.of("/" + path + "/"), Value.of("." + path));
    for (String written : List.of(Definitions.of(spec).toYaml(), Definitions.of(spec).toJson())) {
      assertThat(read(written).backends()).as(written).containsValue(spec);
    }
    Edits edits = new Edits.Builder().set(text, "x", text.replaceAll("[\r\n\u0000]", "")).build();
    ExchangeSpec exchange =
        ExchangeAttribute.QUERY_PARAMS.set().replacedIn(ExchangeSpec.DEFAULT, edits.set());
    Definitions named = Definitions.of(with(exchange));
    assertThat(read(named.toYaml())).as(named.toYaml()).isEqualTo(named);
    assertThat(read(named.toJson())).as(named.toJson()).isEqualTo(named);
  }

  private static BackendSpec withPath(Value path, Value prefix) {
    return with(
        ExchangeSpec.DEFAULT.withPath(new PathSpec(Optional.of(path), Optional.of(prefix))));
  }

  private static BackendSpec with(ExchangeSpec exchange) {
    BackendSpec spec = backend();
    return new BackendSpec(spec.label(), spec.transport(), exchange, spec.health());
  }

  private static Definitions withHeader(Value value) {
    Edits edits = new Edits.Builder().set("X", value).build();
    return Definitions.of(
        with(
            ExchangeAttribute.REQUEST_HEADERS.set().replacedIn(ExchangeSpec.DEFAULT, edits.set())));
  }

  @Test
  void whatTextCannotSayIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(withHeader(Value.computed(call -> "x"))::toYaml)
        .withMessage("backends.a.set_request_headers.X: computed in Java, which no text can say");
    assertThatIllegalStateException()
        .isThrownBy(withHeader(Value.secret("s3cr3t"))::toJson)
        .withMessage(
            "backends.a.set_request_headers.X: a secret of unknown origin (expected: one from"
                + " ${env:NAME} or ${file:PATH})");
    assertThatIllegalStateException()
        .isThrownBy(withHeader(Value.of("a\r\nb"))::toYaml)
        .withMessage(
            "backends.a.set_request_headers.X: a line break or NUL, which no header may carry");
    assertThatIllegalStateException()
        .isThrownBy(withHeader(new Template(List.of(new Template.Variable("a b"))))::toYaml)
        .withMessage("backends.a.set_request_headers.X: a variable whose name no text can say");
    assertThatIllegalStateException()
        .isThrownBy(withHeader(Value.of("\ud800"))::toYaml)
        .withMessage("a text holds half of a surrogate pair, which UTF-8 cannot say");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Definitions.of(backend())
                    .withRefinement(
                        "b",
                        "a",
                        Refinement.NONE.with(
                            ExchangeAttribute.PATH, Optional.of(Value.computed(call -> "x"))))
                    .toYaml())
        .withMessage("refinements.b.path: computed in Java, which no text can say");
  }

  @Test
  void secretWithoutReferenceBecomesVariableWithNote() {
    Definitions definitions =
        Definitions.of(
            withHeader(Value.secret("s3cr3t-1")).backends().get("a"),
            with(ExchangeSpec.DEFAULT.withBasicAuth(
                    Optional.of(Credentials.basic("peter:s3cr3t-2"))))
                .withLabel("a.set"),
            with(ExchangeAttribute.REQUEST_HEADERS
                    .set()
                    .replacedIn(
                        ExchangeSpec.DEFAULT,
                        new Edits.Builder().set("x", Value.secret("s3cr3t-3")).build().set()))
                .withLabel("A"));

    Writing writing = definitions.write(Language.YAML);

    assertThat(writing.text())
        .contains("X: \"${env:FOREBAY_A_SET_REQUEST_HEADERS_X}\"")
        .contains("basic_auth: \"${env:FOREBAY_A_SET_BASIC_AUTH}\"")
        .contains("x: \"${env:FOREBAY_A_SET_REQUEST_HEADERS_X_2}\"")
        .doesNotContain("s3cr3t");
    assertThat(writing.notes())
        .containsExactly(
            "backends.a.set_request_headers.X: a secret, not written:"
                + " ${env:FOREBAY_A_SET_REQUEST_HEADERS_X} has to hold it",
            "backends.a.set.basic_auth: a secret, not written:"
                + " ${env:FOREBAY_A_SET_BASIC_AUTH} has to hold it",
            "backends.A.set_request_headers.x: a secret, not written:"
                + " ${env:FOREBAY_A_SET_REQUEST_HEADERS_X_2} has to hold it");
  }

  /** Where everything is text in the end, it is written as text. */
  @Test
  void numbersAndTruthAmongEditsAreWrittenAsTheyPrint() {
    assertThat(withHeader(Value.of(new BigDecimal("1.5e3"))).toYaml()).contains("X: \"1500\"");
    assertThat(withHeader(Value.of(true)).toYaml()).contains("X: \"true\"");
  }

  @Test
  void refinementSaysEvenWhatIsUsual() {
    Definitions definitions =
        Definitions.of(backend())
            .withRefinement(
                "b",
                "a",
                Refinement.NONE
                    .with(ExchangeAttribute.TIMEOUT, Duration.ofMinutes(5))
                    .with(ExchangeAttribute.BASIC_AUTH, Optional.empty())
                    .with(ExchangeAttribute.QUERY_PARAMS.remove(), List.of()));

    assertThat(definitions.toYaml())
        .endsWith(
            """
            refinements:
              b:
                backend: a
                remove_query_params: []
                timeout: 5m
                basic_auth: ""
            """);
    assertThat(read(definitions.toYaml())).isEqualTo(definitions);
  }
}
