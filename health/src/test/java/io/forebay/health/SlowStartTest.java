package io.forebay.health;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStartTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.1",
    "1, 1, 0.1",
    "6, 1, 0.1",
    "30, 1, 0.5",
    "59, 1, 0.9833",
    "60, 1, 1",
    "61, 1, 1",
    "15, 2, 0.5",
    "15, 0.5, 0.1",
    "30, 0.5, 0.25",
    "0, 0.01, 0.1",
  })
  void shareOfTheWeightRisesWithTime(long seconds, double aggression, double factor) {
    SlowStart start = new SlowStart(ofSeconds(60), aggression, 0.1);
    long since = Long.MAX_VALUE - SECOND; // The clock may run over.

    assertThat(start.factor(since + seconds * SECOND, since)).isCloseTo(factor, within(1e-4));
  }

  @Property
  void shareNeverFallsAndStaysInItsBounds(
      @ForAll @LongRange(max = 100 * SECOND) long one,
      @ForAll @LongRange(max = 100 * SECOND) long other,
      @ForAll @DoubleRange(min = 0.01, max = 100) double aggression,
      @ForAll @DoubleRange(min = 0, max = 1) double minimum) {
    SlowStart start = new SlowStart(ofSeconds(60), aggression, minimum);
    double earlier = start.factor(Math.min(one, other), 0);
    double later = start.factor(Math.max(one, other), 0);

    assertThat(earlier).isBetween(minimum, 1.0).isLessThanOrEqualTo(later);
    assertThat(later).isLessThanOrEqualTo(1);
  }

  @Test
  void withoutAMinimumItStartsAtAMillisecond() {
    assertThat(new SlowStart(ofSeconds(1), 1, 0).factor(7, 7)).isEqualTo(0.001);
  }

  @Test
  void withoutAWindowTheShareIsWhole() {
    assertThat(SlowStart.OFF.factor(7, 7)).isEqualTo(1);
    assertThat(SlowStart.OFF).isEqualTo(SlowStart.within(ofSeconds(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 | 1     | 0.1  | slow_start.window: -1000ms (expected: >= 0)
          1  | 0     | 0.1  | slow_start.aggression: 0.0 (expected: 0.01-100.0)
          1  | 101   | 0.1  | slow_start.aggression: 101.0 (expected: 0.01-100.0)
          1  | NaN   | 0.1  | slow_start.aggression: NaN (expected: 0.01-100.0)
          1  | 1     | -0.1 | slow_start.min_weight: -0.1 (expected: 0.0-1.0)
          1  | 1     | 1.1  | slow_start.min_weight: 1.1 (expected: 0.0-1.0)
          """)
  void numberOutOfItsRangeIsRefused(
      long seconds, double aggression, double minimum, String finding) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlowStart(ofSeconds(seconds), aggression, minimum))
        .withMessage(finding);
  }
}
