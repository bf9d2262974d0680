package io.forebay.health;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthSpecTest {
  private static final long TEN_YEARS = 3653L * 24 * 3600 * 1_000_000_000;

  @Test
  @DisplayName("HLT-01 an empty block means the defaults")
  void nothingSaidMeansTheDefaults() {
    HealthSpec spec = new HealthSpec.Builder().build();

    assertThat(spec).isEqualTo(HealthSpec.DEFAULT);
    assertThat(spec.request()).isEqualTo(ProbeRequest.DEFAULT);
    assertThat(spec.expect().statuses()).hasToString("[200, 204, 301]");
    assertThat(spec.expect().text()).isEmpty();
    assertThat(spec.schedule())
        .isEqualTo(new ProbeSchedule(ofSeconds(1), ofSeconds(1), ofSeconds(1), 0.1));
    assertThat(spec.policy()).isEqualTo(new Consecutive(2, 1));
    assertThat(spec.dummy()).isFalse();
    assertThat(spec.held()).isFalse();
    assertThat(spec.shareKey()).isEmpty();
    assertThat(spec.start()).isEqualTo(HealthState.unprobed());
  }

  @Test
  @DisplayName("HLT-02 all values are taken")
  void everythingSaidIsTaken() {
    HealthSpec spec =
        new HealthSpec.Builder()
            .path("/gsund??")
            .header("User-Agent", "me")
            .expectedStatus(418)
            .expectedText("tea")
            .interval(ofHours(1))
            .timeout(ofMinutes(9))
            .failureThreshold(42)
            .build();

    assertThat(spec.request())
        .isEqualTo(
            ProbeRequest.DEFAULT.withPath("/gsund??").withHeaders(Map.of("User-Agent", "me")));
    assertThat(spec.expect().statuses()).containsExactly(StatusRange.of(418));
    assertThat(spec.expect().text()).isEqualTo("tea");
    assertThat(spec.schedule().interval()).isEqualTo(ofHours(1));
    assertThat(spec.schedule().timeout()).isEqualTo(ofMinutes(9));
    assertThat(spec.policy()).isEqualTo(new Consecutive(42));
  }

  @Test
  @DisplayName("HLT-04 the timeout is capped to the interval")
  void timeoutIsCappedToTheInterval() {
    HealthSpec spec =
        new HealthSpec.Builder().interval(ofSeconds(5)).timeout(ofSeconds(10)).build();

    assertThat(spec.schedule().timeout()).isEqualTo(ofSeconds(5));
  }

  @Test
  void timeoutFollowsTheIntervalUnlessItIsGiven() {
    assertThat(new HealthSpec.Builder().interval(ofSeconds(7)).build().schedule().timeout())
        .isEqualTo(ofSeconds(7));
    assertThat(
            new HealthSpec.Builder()
                .timeout(ofMillis(3))
                .interval(ofSeconds(7))
                .build()
                .schedule()
                .timeout())
        .isEqualTo(ofMillis(3));
  }

  @Property
  void timeoutIsTheShorterOfBoth(
      @ForAll @LongRange(min = 1, max = TEN_YEARS) long interval,
      @ForAll @LongRange(min = 1, max = TEN_YEARS) long timeout) {
    HealthSpec spec =
        new HealthSpec.Builder()
            .interval(Duration.ofNanos(interval))
            .timeout(Duration.ofNanos(timeout))
            .build();

    assertThat(spec.schedule().interval()).isEqualTo(Duration.ofNanos(interval));
    assertThat(spec.schedule().timeout()).isEqualTo(Duration.ofNanos(Math.min(interval, timeout)));
  }

  @Test
  void longerThanTenYearsIsRefused() {
    assertThatThrownBy(
            () -> new HealthSpec.Builder().interval(ChronoUnit.FOREVER.getDuration()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: longer than 10 years (expected: less)");
  }

  @Test
  @DisplayName("HLT-05 a failure threshold of 0 is kept")
  void thresholdZeroIsKept() {
    HealthSpec spec = new HealthSpec.Builder().failureThreshold(0).build();

    assertThat(spec.policy()).isEqualTo(new Consecutive(0));
    assertThat(spec.after(spec.start(), ProbeResult.failed("no")).healthy()).isFalse();
  }

  @Test
  @DisplayName("HLT-09 several statuses and a text are accepted")
  void severalStatusesAndATextAreAccepted() {
    HealthSpec spec = new HealthSpec.Builder().expectedStatus(200, 418).expectedText("123").build();

    assertThat(spec.expect().statuses()).hasToString("[200, 418]");
    assertThat(spec.expect().needsBody()).isTrue();
  }

  @Test
  void sameHeaderAgainReplacesItsValue() {
    HealthSpec spec =
        new HealthSpec.Builder().header("A", "1").header("B", "2").header("A", "3").build();

    assertThat(spec.request().headers()).isEqualTo(Map.of("A", "3", "B", "2"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void intervalMustBeAboveZero(long seconds) {
    HealthSpec.Builder builder = new HealthSpec.Builder().interval(ofSeconds(seconds));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("interval: " + seconds * 1000 + "ms (expected: above zero)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void timeoutMustBeAboveZero(long seconds) {
    HealthSpec.Builder builder = new HealthSpec.Builder().timeout(ofSeconds(seconds));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("timeout: " + seconds * 1000 + "ms (expected: above zero)");
  }

  @Test
  void everythingElseSaidIsTaken() {
    HealthSpec spec =
        new HealthSpec.Builder()
            .method("HEAD")
            .host("a:1")
            .port(81)
            .expectedStatusRanges("200-399", "418")
            .textLimit(100)
            .interval(ofSeconds(5))
            .recheckInterval(ofSeconds(1))
            .jitter(0.25)
            .window(4)
            .threshold(2)
            .initial(2)
            .holdUntilFirstVerdict(true)
            .shareKey("k")
            .build();

    assertThat(spec.request())
        .isEqualTo(ProbeRequest.DEFAULT.withMethod("HEAD").withHost("a:1").withPort(81));
    assertThat(spec.expect().statuses()).hasToString("[200-399, 418]");
    assertThat(spec.expect().textLimit()).isEqualTo(100);
    assertThat(spec.schedule())
        .isEqualTo(new ProbeSchedule(ofSeconds(5), ofSeconds(1), ofSeconds(5), 0.25));
    assertThat(spec.policy()).isEqualTo(new SlidingWindow(4, 2, 2));
    assertThat(spec.held()).isTrue();
    assertThat(spec.start().healthy()).isFalse();
    assertThat(spec.shareKey()).contains("k");
  }

  // ---- policies

  @Test
  void numbersOfAWindowChooseIt() {
    assertThat(policy(b -> b.window(5).threshold(3))).isEqualTo(SlidingWindow.of(5, 3));
    assertThat(policy(b -> b.initial(8))).isEqualTo(new SlidingWindow(8, 3, 8));
    assertThat(policy(b -> b.threshold(1).initial(0).window(2)))
        .isEqualTo(new SlidingWindow(2, 1, 0));
    assertThat(policy(b -> b.successThreshold(3))).isEqualTo(new Consecutive(2, 3));
  }

  private static HealthPolicy policy(Consumer<HealthSpec.Builder> settings) {
    return spec(settings).policy();
  }

  private static HealthSpec spec(Consumer<HealthSpec.Builder> settings) {
    HealthSpec.Builder builder = new HealthSpec.Builder();
    settings.accept(builder);
    return builder.build();
  }

  static Stream<Arguments> contradictions() {
    String either =
        " (expected: failure_threshold and success_threshold, or window, threshold and initial)";
    return Stream.of(
        contradiction(
            "V01", b -> b.window(32), "window: 32 without threshold (expected: both or neither)"),
        contradiction(
            "5.3", b -> b.threshold(3), "threshold: 3 without window (expected: both or neither)"),
        contradiction(
            "5.3",
            b -> b.threshold(3).initial(1),
            "threshold: 3 without window (expected: both or neither)"),
        contradiction("V02", b -> b.window(65).threshold(64), "window: 65 (expected: 1-64)"),
        contradiction(
            "V03",
            b -> b.window(63).threshold(64),
            "threshold: 64 (expected: 0-63, as the window is)"),
        contradiction(
            "two policies",
            b -> b.failureThreshold(2).window(8),
            "window: 8 after failure_threshold: 2" + either),
        contradiction(
            "two policies",
            b -> b.successThreshold(2).initial(0),
            "initial: 0 after success_threshold: 2" + either),
        contradiction(
            "two policies",
            b -> b.window(8).threshold(3).failureThreshold(1),
            "failure_threshold: 1 after window: 8" + either),
        contradiction(
            "HEAD",
            b -> b.method("HEAD").expectedText("up"),
            "expected_text: never in the answer to HEAD (expected: another method)"),
        contradiction(
            "dummy",
            b -> b.dummy(true).holdUntilFirstVerdict(true),
            "hold_until_first_verdict: for ever with dummy (expected: one of both)"),
        contradiction(
            "share key", b -> b.shareKey(" "), "share_key: blank (expected: text, or none)"),
        contradiction(
            "recheck",
            b -> b.recheckInterval(ofSeconds(2)),
            "recheck_interval: 2000ms (expected: at most the interval, 1000ms)"),
        contradiction(
            "recheck",
            b -> b.recheckInterval(ofSeconds(0)),
            "recheck_interval: 0ms (expected: above zero)"),
        contradiction("jitter", b -> b.jitter(0.6), "jitter: 0.6 (expected: 0.0-0.5)"),
        contradiction("jitter", b -> b.jitter(-0.1), "jitter: -0.1 (expected: 0.0-0.5)"),
        contradiction("jitter", b -> b.jitter(Double.NaN), "jitter: NaN (expected: 0.0-0.5)"));
  }

  private static Arguments contradiction(
      String name, Consumer<HealthSpec.Builder> settings, String finding) {
    return arguments(name, settings, finding);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("contradictions")
  void whatDoesNotGoTogetherIsRefused(
      String name, Consumer<HealthSpec.Builder> settings, String finding) {
    assertThatIllegalArgumentException()
        .as(name)
        .isThrownBy(() -> spec(settings))
        .withMessage(finding);
  }

  @Test
  @DisplayName("5.3 initial below the threshold is accepted, starts sick, and is warned of")
  void startingUnhealthyIsWarnedOf() {
    HealthSpec sick = spec(b -> b.window(8).threshold(3).initial(1));

    assertThat(sick.start().healthy()).isFalse();
    assertThat(sick.warnings())
        .containsExactly("initial: 1 (below threshold 3: unhealthy until probes pass)");
    assertThat(spec(b -> b.window(15).threshold(1).initial(15)).warnings()).isEmpty();
    assertThat(HealthSpec.DEFAULT.warnings()).isEmpty();
  }

  // ---- verdicts

  @Test
  @DisplayName("HLT-10 after a good probe: no error, healthy, state healthy")
  void goodProbeIsHealthy() {
    HealthState state = HealthSpec.DEFAULT.after(HealthSpec.DEFAULT.start(), ProbeResult.passed());

    assertThat(state.error()).isEmpty();
    assertThat(state.healthy()).isTrue();
    assertThat(state.status().text()).isEqualTo("healthy");
  }

  @ParameterizedTest(name = "{0}: threshold {1}")
  @CsvSource({"HLT-16, 0, false, unhealthy", "HLT-17, 10, true, failing"})
  void failedProbesAreToldWithTheirReason(String id, int threshold, boolean healthy, String words) {
    HealthSpec spec = spec(b -> b.failureThreshold(threshold));
    HealthState state = spec.start();
    for (int probe = 0; probe < 9; probe++) {
      state = spec.after(state, ProbeResult.failed("i/o timeout"));
    }

    assertThat(state.healthy()).as(id).isEqualTo(healthy);
    assertThat(state.status().text()).isEqualTo(words);
    assertThat(state.error()).isEqualTo("i/o timeout");
  }

  @Property
  @Label("P30 a dummy's verdict never changes, whatever its lookups find")
  void dummyHasNoVerdict(@ForAll boolean window, @ForAll List<Boolean> found) {
    HealthSpec spec =
        spec(b -> (window ? b.window(8).threshold(3) : b.failureThreshold(1)).dummy(true));
    HealthState state = spec.start();
    for (boolean good : found) {
      state = spec.after(state, good ? ProbeResult.passed() : ProbeResult.failed("no address"));
    }

    assertThat(state).isEqualTo(HealthState.unprobed());
    assertThat(spec.warnings()).isEmpty();
  }
}
