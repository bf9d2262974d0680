package io.forebay.config;

import static io.forebay.config.Texts.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.ExchangeAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {

  /** What chooses among groups and within them is said by the same keys. */
  @ParameterizedTest
  @ValueSource(strings = {"balance", "quorum", "panic_threshold", "overprovisioning"})
  void groupBalancesAsABackendDoes(String key) {
    String group = "{group: g, " + key + ": [[]], origins: [http://b]}";
    String problem = problem(Texts.definition(key + ": [[]]"));

    assertThat(problem).startsWith(key + ": expected ");
    assertThat(problem("backends: {a: {origins: [" + group + "]}}")).isEqualTo(problem);
  }

  private static String problem(String text) {
    return findings(text).get(0).replaceFirst(".* error: backends\\.a\\.(origins\\[0]\\.)?", "");
  }

  /** An attribute that is added to the exchange gets its key in text. */
  @Test
  void everyAttributeHasAKey() {
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      String text = Texts.definition(attribute.key() + ": [[]]");
      assertThat(findings(text)).noneMatch(finding -> finding.contains("unknown key"));
      String refined =
          Texts.definition() + "refinements: {b: {backend: a, " + attribute.key() + ": [[]]}}";
      assertThat(findings(refined)).noneMatch(finding -> finding.contains("not permitted"));
    }
  }
}
