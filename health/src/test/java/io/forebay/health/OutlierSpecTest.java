package io.forebay.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutlierSpecTest {

  @Test
  void defaultsAreMostlyEnvoys() {
    OutlierSpec spec = OutlierSpec.DEFAULT;

    assertThat(spec.runs()).isEqualTo(new ErrorRuns(5, 0, 5));
    assertThat(spec.successRate()).isEqualTo(new SuccessRate(1.9, 5, 100, 5));
    assertThat(spec.failurePercentage()).isEqualTo(new FailurePercentage(0, 50, 5));
    assertThat(spec.ejection())
        .isEqualTo(new EjectionTime(ofSeconds(30), ofMinutes(5), Duration.ZERO));
    assertThat(spec.maxEjectedPercent()).isEqualTo(50);
    assertThat(spec.interval()).isEqualTo(ofSeconds(10));
    assertThat(spec.probesReadmit()).isTrue();
  }

  @Test
  void everythingSaidIsTaken() {
    EjectionTime time = new EjectionTime(ofSeconds(1), ofSeconds(1), ofMillis(5));
    SuccessRate rate = new SuccessRate(0, 0, 1, 1);
    FailurePercentage share = new FailurePercentage(85, 1, 1);
    OutlierSpec spec =
        new OutlierSpec.Builder()
            .consecutiveErrors(0)
            .consecutiveGatewayErrors(7)
            .consecutiveLocalErrors(65535)
            .successRate(rate)
            .failurePercentage(share)
            .ejection(time)
            .maxEjectedPercent(100)
            .interval(ofMillis(1))
            .probesReadmit(false)
            .build();

    assertThat(spec)
        .isEqualTo(
            new OutlierSpec(
                new ErrorRuns(0, 7, 65535), rate, share, time, 100, ofMillis(1), false));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(b -> b.consecutiveErrors(-1), "outlier.consecutive_errors: -1 (expected: 0-65535)"),
        mistake(
            b -> b.consecutiveGatewayErrors(65536),
            "outlier.consecutive_gateway_errors: 65536 (expected: 0-65535)"),
        mistake(
            b -> b.consecutiveLocalErrors(-1),
            "outlier.consecutive_local_errors: -1 (expected: 0-65535)"),
        mistake(
            b -> b.successRate(new SuccessRate(-1, 5, 1, 1)),
            "outlier.success_rate.stdev_factor: -1.0 (expected: 0.0-1000.0)"),
        mistake(
            b -> b.successRate(new SuccessRate(1, 101, 1, 1)),
            "outlier.success_rate.margin: 101 (expected: 0-100)"),
        mistake(
            b -> b.successRate(new SuccessRate(1, 5, 0, 1)),
            "outlier.success_rate.request_volume: 0 (expected: >= 1)"),
        mistake(
            b -> b.successRate(new SuccessRate(1, 5, 1, 0)),
            "outlier.success_rate.minimum_origins: 0 (expected: >= 1)"),
        mistake(
            b -> b.failurePercentage(new FailurePercentage(101, 1, 1)),
            "outlier.failure_percentage.threshold: 101 (expected: 0-100)"),
        mistake(
            b -> b.failurePercentage(new FailurePercentage(1, 0, 1)),
            "outlier.failure_percentage.request_volume: 0 (expected: >= 1)"),
        mistake(
            b -> b.failurePercentage(new FailurePercentage(1, 1, 0)),
            "outlier.failure_percentage.minimum_origins: 0 (expected: >= 1)"),
        mistake(
            b -> b.ejection(new EjectionTime(ofSeconds(0), ofSeconds(1), ofSeconds(0))),
            "outlier.ejection.base: 0ms (expected: above zero)"),
        mistake(
            b -> b.ejection(new EjectionTime(ofSeconds(2), ofSeconds(1), ofSeconds(0))),
            "outlier.ejection.base: 2000ms (expected: at most the outlier.ejection.max, 1000ms)"),
        mistake(
            b -> b.ejection(new EjectionTime(ofSeconds(1), ofSeconds(1), ofSeconds(-1))),
            "outlier.ejection.jitter: -1000ms (expected: >= 0)"),
        mistake(
            b -> b.maxEjectedPercent(101), "outlier.max_ejected_percent: 101 (expected: 0-100)"),
        mistake(b -> b.interval(ofSeconds(0)), "outlier.interval: 0ms (expected: above zero)"));
  }

  private static Arguments mistake(Consumer<OutlierSpec.Builder> setting, String finding) {
    return arguments(setting, finding);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void settingOutOfItsRangeIsRefused(Consumer<OutlierSpec.Builder> setting, String finding) {
    OutlierSpec.Builder builder = new OutlierSpec.Builder();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              setting.accept(builder);
              builder.build();
            })
        .withMessage(finding);
  }

  @Property
  void ejectionGrowsInStepsFromTheBaseToTheLongest(
      @ForAll @LongRange(min = 1, max = 1_000_000) long base,
      @ForAll @LongRange(max = 1_000_000) long more,
      @ForAll @IntRange(min = 1, max = 32767) int inARow) {
    EjectionTime time = new EjectionTime(ofMillis(base), ofMillis(base + more), Duration.ZERO);

    assertThat(time.of(inARow, 0)).isEqualTo(ofMillis(Math.min(base * inARow, base + more)));
    int next = time.next(inARow);
    assertThat(next).isBetween(inARow, inARow + 1);
    assertThat(next == inARow)
        .isEqualTo(inARow == 32767 || (inARow > 1 && base * inARow >= base + more));
  }

  @Property
  void originsThatAreAlikeAreNoOutliers(
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @IntRange(min = 1, max = 40) int origins) {
    double[] shares = new double[origins];
    Arrays.fill(shares, share);

    assertThat(new SuccessRate(1.9, 0, 1, 1).bound(shares)).isLessThan(share);
  }

  @Test
  void boundIsTheMeanLessSomeDeviations() {
    double[] shares = {1, 1, 1, 0.5, 0.5}; // Mean 0.8, deviation sqrt(0.06).

    assertThat(new SuccessRate(1.9, 5, 1, 5).bound(shares))
        .isCloseTo(0.8 - 1.9 * Math.sqrt(0.06), within(1e-6));
    assertThat(new SuccessRate(1.9, 60, 1, 5).bound(shares)).isCloseTo(0.2, within(1e-6));
    assertThat(new SuccessRate(1.9, 5, 1, 6).bound(shares)).isNegative();
    assertThat(new SuccessRate(0, 5, 1, 5).bound(shares)).isNegative();
  }
}
