package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  /** TMO-05 and Go's grammar; the second column is what {@link Duration#parse} reads. */
  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "0m, PT0S",
    "1h1s1m, PT1H1M1S",
    "0, PT0S",
    "+0, PT0S",
    "-0, PT0S",
    "-0s, PT0S",
    "+5s, PT5S",
    "0s, PT0S",
    "1ns, PT0.000000001S",
    "1us, PT0.000001S",
    "1\u00b5s, PT0.000001S",
    "1\u03bcs, PT0.000001S",
    "1ms, PT0.001S",
    "1m, PT1M",
    "1h, PT1H",
    "1.5s, PT1.5S",
    "1.s, PT1S",
    ".5s, PT0.5S",
    "1.5h, PT1H30M",
    "1h30m, PT1H30M",
    "1m1m, PT2M",
    "007s, PT7S",
    "0.9ns, PT0S",
    "1.9ns, PT0.000000001S",
    "9223372036854775807ns, PT9223372036.854775807S",
    "2562047h, PT2562047H",
  })
  void textIsRead(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  /** TMO-06 and what else Go refuses, in Go's words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          invalid | time: invalid duration "invalid"
          1sec    | time: unknown unit "sec" in duration "1sec"
          -3s     | cannot be negative: '-3s'
          -1ns    | cannot be negative: '-1ns'
          ''      | time: invalid duration ""
          ' '     | time: invalid duration " "
          +       | time: invalid duration "+"
          -       | time: invalid duration "-"
          +-5s    | time: invalid duration "+-5s"
          -+5s    | time: invalid duration "-+5s"
          --5s    | time: invalid duration "--5s"
          .       | time: invalid duration "."
          .s      | time: invalid duration ".s"
          s       | time: invalid duration "s"
          ' 1s'   | time: invalid duration " 1s"
          '1s '   | time: unknown unit "s " in duration "1s "
          1       | time: missing unit in duration "1"
          00      | time: missing unit in duration "00"
          1s5     | time: missing unit in duration "1s5"
          1..5s   | time: missing unit in duration "1..5s"
          1e3s    | time: unknown unit "e" in duration "1e3s"
          1S      | time: unknown unit "S" in duration "1S"
          1d      | time: unknown unit "d" in duration "1d"
          1min    | time: unknown unit "min" in duration "1min"
          1,5s    | time: unknown unit "," in duration "1,5s"
          PT1S    | time: invalid duration "PT1S"
          \u0661s | time: invalid duration "\u0661s"
          2562048h                | time: invalid duration "2562048h"
          9223372036854775808ns   | time: invalid duration "9223372036854775808ns"
          """)
  void textIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage(message);
  }

  @Test
  void longTextIsRefusedAndCutShort() {
    for (String sign : new String[] {"", "+", "-"}) {
      String text = sign + "1".repeat(100_000) + "s";

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Durations.parse(text))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.000000001S, 1ns",
    "PT0.000000999S, 999ns",
    "PT0.000001S, 1us",
    "PT0.0000015S, 1.5us",
    "PT0.001S, 1ms",
    "PT0.25S, 250ms",
    "PT0.999999999S, 999.999999ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT10S, 10s",
    "PT60S, 1m",
    "PT90S, 1m30s",
    "PT1H, 1h",
    "PT1H30M, 1h30m",
    "PT1H0.5S, 1h0.5s",
    "PT100H, 100h",
    "PT-1S, -1s",
    "PT-0.5S, -500ms",
  })
  void durationIsWritten(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("amounts") Duration duration) {
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @Provide
  Arbitrary<Duration> amounts() {
    Arbitrary<Long> nanos = Arbitraries.longs().between(0, Long.MAX_VALUE);
    Arbitrary<Long> round =
        Arbitraries.of(1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L)
            .flatMap(unit -> Arbitraries.longs().between(0, 10_000).map(n -> n * unit));
    return Arbitraries.oneOf(nanos, round).map(Duration::ofNanos);
  }

  @Property
  void negativeIsWrittenWithASignAndRefused(@ForAll @LongRange(min = 1) long nanos) {
    String text = Durations.format(Duration.ofNanos(-nanos));

    assertThat(text).isEqualTo("-" + Durations.format(Duration.ofNanos(nanos)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("cannot be negative: '" + text + "'");
  }

  @Property
  void anyTextIsEitherReadOrRefused(@ForAll("texts") String text) {
    try {
      assertThat(Durations.parse(text)).isGreaterThanOrEqualTo(Duration.ZERO);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(200);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> likely =
        Arbitraries.strings().withChars("0123456789.+-hmsnu\u00b5 e").ofMaxLength(12);
    return Arbitraries.oneOf(likely, Arbitraries.strings());
  }
}
