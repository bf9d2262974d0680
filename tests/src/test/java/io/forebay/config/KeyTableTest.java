package io.forebay.config;

import static io.forebay.config.Texts.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.ExchangeAttribute;
import org.junit.jupiter.api.Test;

class KeyTableTest {

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
