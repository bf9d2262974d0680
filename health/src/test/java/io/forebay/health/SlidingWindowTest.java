package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.health.HealthState.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
  private static final ProbeResult PASSED = ProbeResult.passed();
  private static final ProbeResult FAILED = ProbeResult.failed("gone");

  private static ProbeResult result(boolean passed) {
    return passed ? PASSED : FAILED;
  }

  // ---- the vectors: passed of the window, H(ealthy) or S(ick)

  @ParameterizedTest(name = "{0} ({1},{2},{3}) {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P01 | 8  | 3  | 2  | 1                | 2S 3H
          P02 | 8  | 3  | 2  | 0001111000000001 | 2S 2S 2S 2S 3H 4H 5H 5H 4H 4H 4H 4H 3H 2S 1S 0S 1S
          P03 | 5  | 3  | 2  | 1000             | 2S 3H 3H 3H 2S
          P04 | 5  | 4  | 4  | 01               | 4H 4H 4H
          P06 | 3  | 2  | 0  | 11               | 0S 1S 2H
          P07 | 8  | 8  | 7  | 10               | 7S 8H 7S
          P12 | 1  | 1  | 0  | 101              | 0S 1H 0S 1H
          P15 | 64 | 64 | 63 | 1                | 63S 64H
          P26 | 2  | 1  | 0  | 1100             | 0S 1H 2H 1H 0S
          V12 | 5  | 3  | 4  | 0                | 3H 3H
          """)
  void verdictsAreThoseOfVarnish(
      String id, int window, int threshold, int initial, String results, String expected) {
    HealthPolicy policy = new SlidingWindow(window, threshold, initial);
    HealthState state = policy.start();
    List<String> seen = new ArrayList<>(List.of(seen(state, window)));
    for (int probe = 0; probe < results.length(); probe++) {
      state = policy.after(state, result(results.charAt(probe) == '1'));
      seen.add(seen(state, window));
    }

    assertThat(seen).as(id).containsExactly(expected.split(" "));
  }

  private static String seen(HealthState state, int window) {
    return state.history().passedOf(window) + (state.healthy() ? "H" : "S");
  }

  @Test
  @DisplayName("P14 eight good, five bad, two good: never sick, and the word shows it")
  void wordShowsEveryResult() {
    HealthPolicy policy = SlidingWindow.DEFAULT;
    HealthState state = policy.start();
    List<Boolean> healthy = new ArrayList<>();
    String results = "111111110000011";
    for (int probe = 0; probe < results.length(); probe++) {
      state = policy.after(state, result(results.charAt(probe) == '1'));
      healthy.add(state.healthy());
    }

    assertThat(healthy).containsOnly(true);
    assertThat(seen(state, 8)).isEqualTo("3H");
    assertThat(Long.toBinaryString(state.history().results())).isEqualTo("11111111110000011");
  }

  @Test
  @DisplayName("P27 a new check starts with a new history")
  void startDoesNotDependOnWhatWas() {
    HealthState used = SlidingWindow.DEFAULT.after(SlidingWindow.DEFAULT.start(), FAILED);

    assertThat(used).isNotEqualTo(SlidingWindow.DEFAULT.start());
    assertThat(SlidingWindow.DEFAULT.start().history()).isEqualTo(new ProbeHistory(0b11, 0));
  }

  // ---- laws

  /** 400 000 steps. */
  @Property(tries = 400)
  void everyVerdictIsThatOfAListOfResults(
      @ForAll @IntRange(min = 1, max = 64) int window, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int threshold = random.nextInt(window + 1);
    int initial = random.nextInt(70);
    HealthPolicy policy = new SlidingWindow(window, threshold, initial);
    HealthState state = policy.start();
    Deque<Boolean> naive = new ArrayDeque<>();
    naive.addAll(Collections.nCopies(window, false));
    for (int i = 0; i < Math.min(initial, threshold); i++) {
      push(naive, true);
    }
    assertThat(state.healthy()).isEqualTo(good(naive) >= threshold);
    double share = random.nextDouble();
    for (int step = 0; step < 1000; step++) {
      boolean passed = random.nextDouble() < share;
      state = policy.after(state, result(passed));
      push(naive, passed);

      assertThat(state.history().passedOf(window)).isEqualTo(good(naive));
      assertThat(state.status()).isEqualTo(naiveStatus(good(naive) >= threshold, passed));
    }
  }

  private static void push(Deque<Boolean> results, boolean passed) {
    results.addFirst(passed);
    results.removeLast();
  }

  private static int good(Deque<Boolean> results) {
    return (int) results.stream().filter(passed -> passed).count();
  }

  private static Status naiveStatus(boolean enough, boolean passed) {
    if (!enough) {
      return Status.UNHEALTHY;
    }
    return passed ? Status.HEALTHY : Status.FAILING;
  }

  /** That initial counts as the threshold at most changes no verdict. */
  @Property
  void presumingMoreThanTheThresholdChangesNothing(
      @ForAll @IntRange(min = 1, max = 10) int window,
      @ForAll @IntRange(max = 20) int more,
      @ForAll List<Boolean> passes) {
    int threshold = 1 + more % window;
    HealthPolicy exact = new SlidingWindow(window, threshold, threshold);
    HealthPolicy above = new SlidingWindow(window, threshold, threshold + more);
    HealthState one = exact.start();
    HealthState other = above.start();
    for (boolean passed : passes) {
      one = exact.after(one, result(passed));
      other = above.after(other, result(passed));
      assertThat(other).isEqualTo(one);
    }
  }

  @Property
  void thresholdZeroIsNeverUnhealthy(
      @ForAll @IntRange(min = 1, max = 64) int window, @ForAll List<Boolean> passes) {
    HealthPolicy policy = SlidingWindow.of(window, 0);
    HealthState state = policy.start();
    for (boolean passed : passes) {
      assertThat(state.healthy()).isTrue();
      state = policy.after(state, result(passed));
    }
  }

  @Property
  void heldOriginIsUsedAfterAsManySuccessesAsItIsShort(
      @ForAll @IntRange(min = 1, max = 64) int window,
      @ForAll @IntRange(max = 64) int threshold,
      @ForAll @IntRange(max = 70) int initial) {
    HealthPolicy policy = new SlidingWindow(window, Math.min(threshold, window), initial);
    HealthState state = policy.held();
    assertThat(state.healthy()).isFalse();
    int needed = Math.max(1, Math.min(threshold, window) - initial);
    for (int probe = 1; probe <= needed; probe++) {
      assertThat(state.healthy()).isFalse();
      state = policy.after(state, PASSED);
    }
    assertThat(state.healthy()).isTrue();
  }

  // ---- words

  @Test
  void wordsAreThoseOfCountingInARow() {
    HealthPolicy policy = new SlidingWindow(4, 2, 2);
    HealthState failing = policy.after(policy.start(), ProbeResult.failed("first"));
    HealthState unhealthy = failing;
    for (String why : List.of("second", "third", "fourth")) {
      unhealthy = policy.after(unhealthy, ProbeResult.failed(why));
    }

    assertThat(policy.start().status()).isEqualTo(Status.HEALTHY);
    assertThat(failing.status()).isEqualTo(Status.FAILING);
    assertThat(failing.error()).isEqualTo("first");
    assertThat(unhealthy.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(unhealthy.error()).isEqualTo("third");
    assertThat(policy.after(unhealthy, PASSED).status()).isEqualTo(Status.UNHEALTHY);
    assertThat(policy.after(policy.after(unhealthy, PASSED), PASSED).status())
        .isEqualTo(Status.HEALTHY);
  }

  // ---- numbers

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V02 | 8  | 65 | 0  | threshold: 65 (expected: 0-8, as the window is)
          V02 | 65 | 64 | 63 | window: 65 (expected: 1-64)
          V03 | 63 | 64 | 63 | threshold: 64 (expected: 0-63, as the window is)
          --- | 0  | 0  | 0  | window: 0 (expected: 1-64)
          --- | -1 | 3  | 0  | window: -1 (expected: 1-64)
          --- | 8  | -1 | 0  | threshold: -1 (expected: 0-8, as the window is)
          --- | 8  | 3  | -1 | initial: -1 (expected: >= 0)
          """)
  void numberOutOfItsRangeIsRefused(
      String id, int window, int threshold, int initial, String finding) {
    assertThatIllegalArgumentException()
        .as(id)
        .isThrownBy(() -> new SlidingWindow(window, threshold, initial))
        .withMessage(finding);
  }

  @ParameterizedTest(name = "V05, 5.3: ({0},{1},{2})")
  @CsvSource({"64, 64, 63", "15, 1, 15", "8, 3, 4", "8, 3, 9", "8, 3, 1000", "1, 0, 0"})
  void numbersInRangeAreTaken(int window, int threshold, int initial) {
    SlidingWindow policy = new SlidingWindow(window, threshold, initial);

    assertThat(policy.initial()).isEqualTo(initial);
    assertThat(policy.startsUnhealthy()).isEqualTo(initial < threshold);
    assertThat(policy.start().healthy()).isEqualTo(initial >= threshold);
  }

  @ParameterizedTest(name = "V08 threshold {0}")
  @ValueSource(ints = {0, 1, 2, 3, 8})
  void initialIsOneLessThanTheThreshold(int threshold) {
    assertThat(SlidingWindow.of(8, threshold).initial()).isEqualTo(Math.max(0, threshold - 1));
  }

  @Test
  void threeOfEightIsTheDefault() {
    assertThat(SlidingWindow.DEFAULT).isEqualTo(new SlidingWindow(8, 3, 2));
  }
}
