package io.forebay.health;

import static io.forebay.health.OriginSignal.ERROR;
import static io.forebay.health.OriginSignal.LOCAL_ERROR;
import static io.forebay.health.OriginSignal.SUCCESS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forebay.health.Ejection.Cause;
import io.forebay.health.OutlierDetector.Sweep;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OutlierDetectorTest {
  private static final HealthState GOOD = HealthState.unprobed().toHealthy();
  private static final HealthState BAD = HealthState.unprobed().toFailing("gone");

  // Whatever a monotonic clock starts from; it runs over during the tests.
  private long now = Long.MAX_VALUE - ofSeconds(1).toNanos();
  private double chance;
  private OutlierDetector detector = detector(settings -> {});
  private List<OriginTally> origins = watch(4);

  private OutlierDetector detector(Consumer<OutlierSpec.Builder> settings) {
    OutlierSpec.Builder builder = new OutlierSpec.Builder();
    settings.accept(builder);
    return new OutlierDetector(builder.build(), now, () -> chance);
  }

  private List<OriginTally> watch(int count) {
    return IntStream.range(0, count).mapToObj(n -> detector.watch("o" + n)).toList();
  }

  private void given(int count, Consumer<OutlierSpec.Builder> settings) {
    detector = detector(settings);
    origins = watch(count);
  }

  private Optional<Ejection> report(int origin, OriginSignal... signals) {
    Optional<Ejection> last = Optional.empty();
    for (OriginSignal signal : signals) {
      assertThat(last).isEmpty();
      last = origins.get(origin).report(signal, now);
    }
    return last;
  }

  private static OriginSignal[] times(int count, OriginSignal signal) {
    OriginSignal[] signals = new OriginSignal[count];
    Arrays.fill(signals, signal);
    return signals;
  }

  private Sweep sweepAfter(Duration pause) {
    now += pause.toNanos();
    return detector.sweep(now);
  }

  private List<Boolean> ejected() {
    return origins.stream().map(OriginTally::ejected).toList();
  }

  // ---- errors in a row

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SUCCESS")
  void fiveErrorsInARowEject(OriginSignal error) {
    assertThat(report(0, times(4, error))).isEmpty();
    assertThat(origins.get(0).ejected()).isFalse();

    Cause cause = error == LOCAL_ERROR ? Cause.LOCAL_ERRORS : Cause.ERRORS;
    assertThat(report(0, error)).contains(new Ejection("o0", cause, ofSeconds(30), 1));
    assertThat(ejected()).containsExactly(true, false, false, false);
    assertThat(detector.ejected()).isEqualTo(1);
    assertThat(origins.get(0)).hasToString("o0 (ejected)");
  }

  @Test
  void successEndsARun() {
    assertThat(report(0, times(4, ERROR))).isEmpty();
    assertThat(report(0, SUCCESS)).isEmpty();
    assertThat(report(0, times(4, ERROR))).isEmpty();
    assertThat(report(0, ERROR)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 3 | 0 | GGG    | GATEWAY_ERRORS
          0 | 3 | 0 | GLGLLG | GATEWAY_ERRORS
          0 | 3 | 0 | GGEGG  |
          0 | 3 | 0 | GGSGG  |
          0 | 0 | 3 | LLL    | LOCAL_ERRORS
          0 | 0 | 3 | LLGLL  |
          0 | 0 | 3 | LLELL  |
          0 | 0 | 3 | LLSLL  |
          3 | 3 | 3 | EGL    | ERRORS
          3 | 3 | 3 | GGG    | GATEWAY_ERRORS
          3 | 3 | 3 | LLL    | LOCAL_ERRORS
          5 | 2 | 0 | EEGG   | GATEWAY_ERRORS
          0 | 0 | 0 | LGELGE |
          """)
  void kindsOfErrorsAreCountedApart(int any, int gateway, int local, String signals, Cause cause) {
    given(
        4,
        settings ->
            settings
                .consecutiveErrors(any)
                .consecutiveGatewayErrors(gateway)
                .consecutiveLocalErrors(local));

    OriginSignal[] all =
        signals.chars().mapToObj(OutlierDetectorTest::signal).toArray(OriginSignal[]::new);
    assertThat(report(0, all).map(Ejection::cause)).isEqualTo(Optional.ofNullable(cause));
  }

  private static OriginSignal signal(int letter) {
    return Stream.of(OriginSignal.values())
        .filter(signal -> signal.name().charAt(0) == letter)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "100, SUCCESS", "200, SUCCESS", "404, SUCCESS", "429, SUCCESS", "499, SUCCESS",
    "500, ERROR", "501, ERROR", "502, GATEWAY_ERROR", "503, GATEWAY_ERROR", "504, GATEWAY_ERROR",
    "505, ERROR", "599, ERROR", "999, ERROR",
  })
  void statusSaysWhomToBlame(int status, OriginSignal signal) {
    assertThat(OriginSignal.ofStatus(status)).isEqualTo(signal);
  }

  @Test
  void whatComesInOfAnEjectedOriginCountsForNothing() {
    report(0, times(5, ERROR));
    assertThat(report(0, times(5, ERROR))).isEmpty();
    assertThat(report(0, SUCCESS)).isEmpty();
    assertThat(detector.ejected()).isEqualTo(1);

    sweepAfter(ofSeconds(30));
    assertThat(report(0, times(4, ERROR))).isEmpty();
    assertThat(report(0, ERROR)).isPresent();
  }

  @Test
  void longestRunIsCountable() {
    given(2, settings -> settings.consecutiveErrors(65535).consecutiveLocalErrors(0));

    assertThat(report(0, times(65534, LOCAL_ERROR))).isEmpty();
    assertThat(report(0, LOCAL_ERROR)).map(Ejection::cause).contains(Cause.ERRORS);
    given(2, settings -> settings.consecutiveErrors(0).consecutiveLocalErrors(0));
    assertThat(report(0, times(70_000, LOCAL_ERROR))).isEmpty();
  }

  // ---- how long

  @Test
  void originIsBackWhenItsTimeIsOver() {
    report(0, times(5, ERROR));

    assertThat(sweepAfter(ofMillis(29_999)).readmitted()).isEmpty();
    assertThat(ejected()).contains(true);
    Sweep sweep = sweepAfter(ofMillis(1));
    assertThat(sweep.readmitted()).containsExactly(origins.get(0));
    assertThat(ejected()).doesNotContain(true);
    assertThat(detector.ejected()).isZero();
  }

  @Test
  void timeGrowsWithEachEjectionInARow() {
    for (int seconds : new int[] {30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300}) {
      Ejection ejection = report(0, times(5, ERROR)).orElseThrow();
      assertThat(ejection.time()).hasSeconds(seconds);
      assertThat(ejection.inARow()).isEqualTo(seconds / 30);
      assertThat(sweepAfter(ejection.time()).readmitted()).hasSize(1);
    }
  }

  @Test
  void intervalInUseThroughoutTakesOneOffTheRow() {
    for (int times = 0; times < 3; times++) {
      sweepAfter(report(0, times(5, ERROR)).orElseThrow().time());
    }
    sweepAfter(ofSeconds(10));
    sweepAfter(ofSeconds(10));

    assertThat(report(0, times(5, ERROR)).orElseThrow().inARow()).isEqualTo(2);
  }

  @Test
  void chanceLengthensItByTheJitterAtMost() {
    given(
        4,
        settings -> settings.ejection(new EjectionTime(ofSeconds(30), ofMinutes(5), ofSeconds(4))));
    chance = 0.75;

    assertThat(report(0, times(5, ERROR)).orElseThrow().time()).hasSeconds(33);
    sweepAfter(ofMillis(32_999));
    assertThat(ejected()).contains(true);
    sweepAfter(ofMillis(1));
    assertThat(ejected()).doesNotContain(true);
  }

  @Test
  void nextSweepIsAtTheEndOfTheIntervalOrOfAnEjection() {
    assertThat(detector.sweep(now).next()).isEqualTo(ofSeconds(10));
    assertThat(sweepAfter(ofSeconds(4)).next()).isEqualTo(ofSeconds(6));
    report(0, times(5, ERROR)); // Until 34 s.
    assertThat(sweepAfter(ofSeconds(6)).next()).isEqualTo(ofSeconds(10));
    assertThat(sweepAfter(ofSeconds(10)).next()).isEqualTo(ofSeconds(10));
    assertThat(sweepAfter(ofSeconds(10)).next()).isEqualTo(ofSeconds(4));
    assertThat(sweepAfter(ofSeconds(4)).next()).isEqualTo(ofSeconds(6));
    // Late by hours: one interval has ended, and the next begins.
    assertThat(sweepAfter(Duration.ofHours(5)).next()).isEqualTo(ofSeconds(10));
  }

  // ---- how many

  @ParameterizedTest
  @CsvSource({
    "1, 50, 0", "2, 50, 1", "3, 50, 1", "4, 50, 2", "10, 50, 5",
    "1, 10, 0", "2, 10, 1", "10, 10, 1", "29, 10, 2", "10, 0, 0",
    "1, 100, 1", "3, 100, 3", "2, 99, 1", "0, 100, 0", "0, 50, 0",
  })
  void someOriginsStayInUse(int origins, int percent, int most) {
    OutlierSpec spec = new OutlierSpec.Builder().maxEjectedPercent(percent).build();
    assertThat(spec.mostEjected(origins)).isEqualTo(most);

    given(origins, settings -> settings.maxEjectedPercent(percent));
    IntStream.range(0, origins).forEach(origin -> report(origin, times(5, ERROR)));
    assertThat(detector.ejected()).isEqualTo(most);
    assertThat(ejected().stream().filter(out -> out).count()).isEqualTo(most);
  }

  @Test
  void originThatFoundNoPlaceIsEjectedWithTheNextErrorWhenThereIsOne() {
    given(2, settings -> {});
    report(0, times(5, ERROR));
    assertThat(report(1, times(9, ERROR))).isEmpty();

    sweepAfter(ofSeconds(30));
    assertThat(report(1, ERROR)).isPresent();
    assertThat(report(0, times(9, ERROR))).isEmpty();
  }

  @Test
  void originThatIsForgottenGivesItsPlaceBack() {
    report(0, times(5, ERROR));
    report(1, times(5, ERROR));
    assertThat(report(2, times(5, ERROR))).isEmpty();

    detector.forget(origins.get(0));
    detector.forget(origins.get(0));
    assertThat(detector.ejected()).isEqualTo(1);
    assertThat(detector.origins()).containsExactlyElementsOf(origins.subList(1, 4));
    assertThat(origins.get(0).ejected()).isTrue();
    assertThat(origins.get(0).probed(BAD, GOOD)).isFalse();
    assertThat(report(0, ERROR)).isEmpty();
    sweepAfter(ofMinutes(5));
    assertThat(origins.get(0).ejected()).isTrue();
    assertThat(detector.ejected()).isZero();
  }

  // ---- probes

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SUCCESS")
  void recoveryThatProbesSeeEndsAnEjection(OriginSignal error) {
    report(0, times(5, error));

    assertThat(origins.get(0).probed(GOOD, BAD)).isFalse();
    assertThat(origins.get(0).probed(BAD, BAD.toUnhealthy("gone"))).isFalse();
    assertThat(ejected()).contains(true);
    assertThat(origins.get(0).probed(BAD, BAD.toHealthy())).isTrue();
    assertThat(ejected()).doesNotContain(true);
    assertThat(detector.ejected()).isZero();
    assertThat(report(0, times(5, error)).orElseThrow().inARow()).isEqualTo(2);
  }

  @Test
  void probesThatWereGoodAllTheWhileSayNothingOfBadAnswers() {
    report(0, times(5, ERROR));

    assertThat(origins.get(0).probed(GOOD, GOOD.toHealthy())).isFalse();
    assertThat(ejected()).contains(true);
  }

  @Test
  void anyGoodProbeEndsTheFirstEjectionForLackOfAnswers() {
    report(0, times(5, LOCAL_ERROR));
    assertThat(origins.get(0).probed(GOOD, GOOD)).isTrue();
    report(0, times(5, LOCAL_ERROR));
    assertThat(origins.get(0).probed(GOOD, GOOD)).isFalse();
    assertThat(origins.get(0).probed(BAD, GOOD)).isTrue();
  }

  @Test
  void probesOfAnOriginInUseChangeNothing() {
    assertThat(origins.get(0).probed(BAD, GOOD)).isFalse();
    assertThat(detector.ejected()).isZero();
  }

  @Test
  void verdictWithoutAProbeEndsNothing() {
    report(0, times(5, LOCAL_ERROR));
    assertThat(origins.get(0).probed(BAD, HealthState.unprobed())).isFalse();
  }

  @Test
  void probesMayBeKeptOutOfIt() {
    given(4, settings -> settings.probesReadmit(false));
    report(0, times(5, LOCAL_ERROR));

    assertThat(origins.get(0).probed(BAD, GOOD)).isFalse();
  }

  // ---- shares of an interval

  private void trade(int origin, int successes, int failures) {
    for (int n = 0; n < Math.max(successes, failures); n++) {
      if (n < failures) {
        report(origin, ERROR);
      }
      if (n < successes) {
        report(origin, SUCCESS);
      }
    }
  }

  @Test
  void originThatSucceedsFarLessThanTheOthersIsEjected() {
    given(6, settings -> {});
    IntStream.range(0, 5).forEach(origin -> trade(origin, 200, 2));
    trade(5, 120, 80);

    assertThat(sweepAfter(ofMillis(9_999)).ejected()).isEmpty();
    assertThat(sweepAfter(ofMillis(1)).ejected())
        .containsExactly(new Ejection("o5", Cause.SUCCESS_RATE, ofSeconds(30), 1));
    assertThat(detector.ejected()).isEqualTo(1);
    assertThat(sweepAfter(ofSeconds(10)).ejected()).isEmpty();
  }

  @Test
  void singleFailureOfOneOriginIsNoOutlier() {
    given(5, settings -> {});
    IntStream.range(0, 4).forEach(origin -> trade(origin, 200, 0));
    trade(4, 199, 1);

    assertThat(sweepAfter(ofSeconds(10)).ejected()).isEmpty();
    given(5, settings -> settings.successRate(new SuccessRate(1.9, 0, 100, 5)));
    IntStream.range(0, 4).forEach(origin -> trade(origin, 200, 0));
    trade(4, 199, 1);
    assertThat(sweepAfter(ofSeconds(10)).ejected()).hasSize(1);
  }

  @Test
  void tooFewExchangesOrOriginsSayNothing() {
    given(5, settings -> {});
    IntStream.range(0, 4).forEach(origin -> trade(origin, 100, 0));
    trade(4, 50, 49);
    assertThat(sweepAfter(ofSeconds(10)).ejected()).isEmpty();
    IntStream.range(0, 3).forEach(origin -> trade(origin, 100, 0));
    trade(4, 50, 50);
    assertThat(sweepAfter(ofSeconds(10)).ejected()).isEmpty();
  }

  @Test
  void shareOfFailuresEjectsTheWorstFirst() {
    given(
        4,
        settings ->
            settings.consecutiveErrors(0).failurePercentage(new FailurePercentage(80, 50, 3)));
    trade(0, 10, 40);
    trade(1, 9, 41);
    trade(2, 8, 42);
    trade(3, 11, 39);

    assertThat(sweepAfter(ofSeconds(10)).ejected())
        .extracting(Ejection::origin, Ejection::cause)
        .containsExactly(
            tuple("o2", Cause.FAILURE_PERCENTAGE), tuple("o1", Cause.FAILURE_PERCENTAGE));
  }

  @Test
  void failuresBeforeAnEjectionAreNotHeldAgainstWhoeverIsBack() {
    given(
        4,
        settings ->
            settings
                .consecutiveErrors(60)
                .consecutiveLocalErrors(0)
                .failurePercentage(new FailurePercentage(50, 50, 1)));
    report(0, times(60, ERROR));
    assertThat(origins.get(0).probed(BAD, GOOD)).isTrue();

    assertThat(sweepAfter(ofSeconds(10)).ejected()).isEmpty();
  }
}
