package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.InvalidBackendException;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.spec.Throttle.PeriodWindow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Throttles and bounds on attempts in flight, as text. */
class LimitsFormTest {

  @Test
  void everythingThatTextSaysJavaSays() {
    BackendSpec read =
        backend(
            "throttle:",
            "  - { period: 1s, per_period: 10 }",
            "  - { period: 1m, per_period: 100, period_window: fixed, mode: block }",
            "  - { rate: 2.5, capacity: 5 }",
            "max_concurrent: 30",
            "adaptive_concurrency: { min: 2, max: 60, initial: 4, tolerance: 1.5, backoff: 0.8 }");
    BackendSpec said =
        Backend.builder("a")
            .origin("http://a.example")
            .throttle(
                Throttle.of(10, Duration.ofSeconds(1)),
                new Throttle.Windowed(Duration.ofMinutes(1), 100, PeriodWindow.FIXED, Mode.BLOCK),
                Throttle.rate(2.5, 5))
            .maxConcurrent(30)
            .adaptiveConcurrency(new AdaptiveSpec(2, 60, 4, 1.5, 0.8))
            .spec();
    assertThat(read.limits()).isEqualTo(said.limits());
  }

  @Test
  void oneThrottleNeedsNoList() {
    assertThat(backend("throttle: { period: 60s, per_period: 1 }").limits().throttles())
        .containsExactly(Throttle.of(1, Duration.ofMinutes(1)));
  }

  @Test
  void whatIsNotSaidGivesWayToWhatIs() {
    assertThat(backend("adaptive_concurrency: true").limits().adaptive())
        .contains(AdaptiveSpec.DEFAULT);
    assertThat(backend("adaptive_concurrency: { max: 3 }").limits().adaptive())
        .contains(AdaptiveSpec.DEFAULT.within(3, 3, 3));
    assertThat(backend("adaptive_concurrency: { min: 300 }").limits().adaptive())
        .contains(AdaptiveSpec.DEFAULT.within(300, 300, 300));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "throttle: 5 | throttle: expected a mapping or a list of mappings but was a number",
        "throttle: {per_period: 1} | throttle: period: missing (expected: a duration such as 2s)",
        "throttle: {period: 0s, per_period: 1} | throttle.period: 0s (expected: above zero, <= 8784h)",
        "throttle: {period: 1s} | throttle: per_period: missing (expected: a whole number)",
        "throttle: {period: 1s, per_period: 0} | throttle.per_period: 0 (expected: >= 1)",
        "throttle: {period: 1s, per_period: 1, period_window: test} | throttle.period_window: expected sliding or fixed but was text \"test\"",
        "throttle: {period: 1s, per_period: 1, mode: x} | throttle.mode: expected wait or block but was text \"x\"",
        "throttle: {period: 1s, per_period: 1, rate: 1} | throttle: period: along with rate (expected: period and per_period, or rate and capacity)",
        "throttle: {rate: 0, capacity: 1} | throttle.rate: 0.0 (expected: above 0, <= 1000000)",
        "throttle: {rate: 1} | throttle: capacity: missing (expected: a whole number)",
        "throttle: {rate: 1, capacity: 0} | throttle.capacity: 0 (expected: 1-1000000)",
        "throttle: [{period: 1m, per_period: 1}, {period: 60s, per_period: 2}] | throttle[1]: duplicate period (\"1m\") found (expected: each once)",
        "max_concurrent: -1 | max_concurrent: -1 (expected: >= 0)",
        "adaptive_concurrency: 5 | adaptive_concurrency: expected true, false or a mapping but was number 5",
        "adaptive_concurrency: {min: 0} | adaptive_concurrency.min: 0 (expected: 1-100000)",
        "adaptive_concurrency: {tolerance: 1} | adaptive_concurrency.tolerance: 1.0 (expected: 1.1-100.0)",
        "adaptive_concurrency: {backoff: 1} | adaptive_concurrency.backoff: 1.0 (expected: 0.1-0.99)",
      })
  void whatIsWrongIsFaulted(String line, String finding) {
    assertThat(findings(definition(line))).singleElement().asString().endsWith(finding);
  }

  @Test
  void thr01To05EverythingWrongIsFoundAtOnce() {
    assertThat(
            findings(
                definition(
                    "throttle:",
                    "  - { period: 0s, per_period: 0 }",
                    "  - { period: 1m, per_period: 1, period_window: test }",
                    "  - { period: 2000000h, per_period: 1, mode: test }",
                    "max_concurrent: -1")))
        .hasSize(6);
  }

  @Test
  void thr04BuilderFindsTwoThrottlesOfOnePeriod() {
    Throttle minute = Throttle.of(1, Duration.ofMinutes(1));
    Throttle seconds = Throttle.of(2, Duration.ofSeconds(60));
    assertThatThrownBy(
            () ->
                Backend.builder("a")
                    .origin("http://o")
                    .throttle(minute, seconds)
                    .maxConcurrent(-1)
                    .spec())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("throttle: duplicate period (\"1m\") found (expected: each once)")
        .hasMessageContaining("max_concurrent: -1 (expected: >= 0)");
  }

  @Test
  void slidingWindowRemembersNotMoreThanAMillion() {
    assertThat(findings(definition("throttle: {period: 1s, per_period: 2000000}")))
        .singleElement()
        .asString()
        .contains("2000000 (expected: <= 1000000 in a sliding window)");
    assertThat(
            backend("throttle: {period: 1s, per_period: 2000000, period_window: fixed}")
                .limits()
                .throttles())
        .hasSize(1);
  }
}
