package io.forebay.internal.retry;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Percentiles of what exchanges took of late. */
class LatencyWindowTest {
  private static final long SECOND = SECONDS.toNanos(1);

  private static LatencyWindow filled(int samples, long nanos, long now) {
    LatencyWindow window = new LatencyWindow(0);
    for (int i = 0; i < samples; i++) {
      window.record(nanos, now);
    }
    return window;
  }

  @Test
  void fewSamplesSayNothing() {
    assertThat(filled(19, 1_000, 0).percentile(95, 0)).isEmpty();
    assertThat(filled(20, 1_000, 0).percentile(95, 0)).isPresent();
  }

  @Test
  void samplesCountForTenSecondsAndAreGoneAfterTwenty() {
    LatencyWindow window = filled(100, MILLISECONDS.toNanos(5), 9 * SECOND);
    assertThat(window.percentile(50, 19 * SECOND)).isPresent();
    assertThat(window.percentile(50, 20 * SECOND)).isEmpty();
  }

  @Test
  void longRestIsForgotten() {
    LatencyWindow window = filled(100, MILLISECONDS.toNanos(5), 0);
    for (long rest : new long[] {30 * SECOND, 60 * SECOND, 3_600 * SECOND}) {
      assertThat(window.percentile(50, rest)).isEmpty();
      window.record(1, rest);
    }
  }

  @Test
  void percentileIsKeptForATenthOfASecond() {
    LatencyWindow window = filled(100, MILLISECONDS.toNanos(5), 0);
    long before = window.percentile(50, 0).getAsLong();
    for (int i = 0; i < 1_000; i++) {
      window.record(MILLISECONDS.toNanos(50), 0);
    }
    assertThat(window.percentile(50, SECOND / 10 - 1)).hasValue(before);
    assertThat(window.percentile(50, SECOND / 10).getAsLong()).isGreaterThan(before);
  }

  @Test
  void extremesHaveAPlace() {
    LatencyWindow window = filled(50, -1, 0);
    assertThat(window.percentile(50, 0)).hasValue(1_024);
    for (int i = 0; i < 50; i++) {
      window.record(Long.MAX_VALUE, 0);
    }
    assertThat(window.percentile(99, 0).getAsLong()).isGreaterThan(3_600 * SECOND);
  }

  @Property(tries = 300)
  void percentileIsTheTrueOneOrASixteenthAbove(
      @ForAll long seed,
      @ForAll @IntRange(min = 20, max = 2_000) int samples,
      @ForAll @IntRange(min = 1, max = 99) int percent) {
    SplittableRandom random = new SplittableRandom(seed);
    LatencyWindow window = new LatencyWindow(seed);
    long[] all = new long[samples];
    for (int i = 0; i < samples; i++) {
      all[i] = (long) Math.exp(random.nextDouble() * 27); // To some nine minutes.
      window.record(all[i], seed + random.nextLong(9 * SECOND));
    }
    Arrays.sort(all);
    long exact = all[(samples * percent + 99) / 100 - 1];

    long found = window.percentile(percent, seed + 10 * SECOND).getAsLong();

    assertThat(found).isBetween(exact, exact + exact / 16 + 1_025);
  }
}
