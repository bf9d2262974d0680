package io.forebay.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.AdaptiveSpec;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
  private static final AdaptiveSpec RULES = AdaptiveSpec.DEFAULT.within(5, 40, 20);
  private static final long MILLI = 1_000_000;

  private long now;
  private final AdaptiveLimit limit = new AdaptiveLimit(RULES, 0, 0);

  /** So many windows of 100 ms, each with 20 attempts. */
  private int windows(int count, long millis, int lost, int inFlight) {
    for (int i = 0; i < 20 * count; i++) {
      now += 5 * MILLI;
      limit.ended(now, millis * MILLI, i % 20 < lost, inFlight);
    }
    return limit.limit();
  }

  @Test
  void growsByOneAWindowWhileAnswersComeAsFastAsEver() {
    assertThat(limit.limit()).isEqualTo(20);
    assertThat(windows(5, 10, 0, 20)).isEqualTo(25);
    assertThat(windows(100, 10, 0, 40)).isEqualTo(40);
  }

  @Test
  void doesNotGrowBeyondWhatIsUsed() {
    assertThat(windows(50, 10, 0, 8)).isEqualTo(20);
  }

  @Test
  void shrinksByAShareWhenAnswersTakeTwiceAsLong() {
    windows(100, 10, 0, 5);
    assertThat(windows(1, 19, 0, 5)).isEqualTo(20);
    assertThat(windows(1, 21, 0, 5)).isEqualTo(18);
    assertThat(windows(50, 21, 0, 5)).isEqualTo(5);
  }

  @Test
  void shrinksWhenATenthIsLost() {
    assertThat(windows(1, 10, 1, 5)).isEqualTo(20);
    assertThat(windows(1, 10, 2, 5)).isEqualTo(18);
  }

  @Test
  void forgetsAfterAMinuteHowFastAnswersOnceWere() {
    windows(100, 10, 0, 5);
    windows(450, 30, 0, 5);
    assertThat(limit.limit()).isEqualTo(5);
    windows(300, 30, 0, 40);
    assertThat(limit.limit()).isEqualTo(40);
  }

  @Test
  void fewAttemptsAreLookedAtAfterASecond() {
    now += 1_000 * MILLI;
    limit.ended(now, 0, true, 1);
    assertThat(limit.limit()).isEqualTo(18);
  }

  @Test
  void boundOfTheBackendHoldsToo() {
    AdaptiveLimit bounded = new AdaptiveLimit(RULES, 10, 0);
    assertThat(bounded.limit()).isEqualTo(10);
    assertThat(new AdaptiveLimit(RULES, 3, 0).ended(2_000 * MILLI, 0, true, 1)).isEqualTo(3);
  }
}
