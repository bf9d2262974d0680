package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.tree.Source;
import io.forebay.health.HealthSpec;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows G7 and G8, and what long texts met: values that would like to be more than text. */
class HostileTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"jndi:ldap://127.0.0.1:1/x", "script:js:1+1", "sys:user.home", "HOME"})
  void g7OnlyTwoKindsOfReferencesAreKnown(String reference) {
    assertThat(Texts.findings(definition("set_request_headers: { X: '${" + reference + "}' }")))
        .singleElement()
        .asString()
        .contains(
            "unknown reference '${" + reference + "}' (expected: ${env:NAME} or ${file:PATH}");
  }

  @Test
  void g7ReferenceOfAReferenceIsText() {
    Definitions nested =
        Definitions.read(
            Source.of(definition("set_request_headers: { X: '${env:A}' }"), "t.yaml"),
            name -> name.equals("A") ? Optional.of("${env:B}") : Optional.empty());
    assertThat(nested.backends().get("a").exchange().edits().requestHeaders().set().get("X"))
        .hasToString("[***]");
  }

  @Test
  void g8ExpectedTextIsNoExpression() {
    HealthSpec health = backend("health: { expected_text: '(a+)+$' }").health().orElseThrow();
    String body = "a".repeat(10 * 1024);
    Cost cost = Cost.of(() -> assertThat(health.expect().judge(200, body).toString()).isNotEmpty());
    assertThat(cost.cpuNanos()).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(health.expect().judge(200, body + "(a+)+$"))
        .isNotEqualTo(health.expect().judge(200, body));
  }

  /** The YAML engine fails where its buffer ends between the halves of a pair; ours never does. */
  @Test
  void pairsAcrossBuffersAreRead() {
    for (int before = 0; before < 2; before++) {
      String label = "x".repeat(before) + "\ud83d\ude00".repeat(200_000);
      String text = definition("set_request_headers: { X: '" + label + "' }");
      Definitions definitions = Texts.read(text);
      assertThat(Texts.read(definitions.toYaml())).isEqualTo(definitions);
    }
  }
}
