package io.forebay.internal.balance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.health.SlowStart;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OriginLoadTest {
  private static final long DECAY = SECONDS.toNanos(10);
  private static final long START = Long.MAX_VALUE - SECONDS.toNanos(15); // Wraps on the way.

  private final OriginLoad load =
      new OriginLoad(DECAY, SlowStart.within(Duration.ofSeconds(30)), START);
  private long now = START;

  private void exchange(long millis, boolean succeeds) {
    long start = now;
    load.started(start);
    now += MILLISECONDS.toNanos(millis);
    if (succeeds) {
      load.succeeded(start, now);
    } else {
      load.failed(start, now);
    }
  }

  private double latencyMillis() {
    return load.latency(now) / 1e6;
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(load.inFlight()).isZero();
    assertThat(load.latency(now)).isZero();
    assertThat(load.age(now)).isZero();
    assertThat(load.penalty(now)).isZero();
    assertThat(load.warmth(now)).isEqualTo(1);
  }

  @Test
  void peakIsTakenAtOnceAndFadesByExchanges() {
    exchange(20, true);
    assertThat(latencyMillis()).isEqualTo(20, within(0.2));
    exchange(400, true);
    assertThat(latencyMillis()).isEqualTo(400, within(3.0));

    for (int i = 0; i < 500; i++) { // Ten seconds.
      exchange(20, true);
    }

    assertThat(latencyMillis()).isEqualTo(20 + 380 / Math.E, within(5.0));
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    exchange(20, true);
    now += DECAY;
    assertThat(latencyMillis()).isEqualTo(20 / Math.E, within(0.2));
    now += 20 * DECAY;
    assertThat(latencyMillis()).isZero();
  }

  @Test
  void ageIsThatOfThoseInFlight() {
    load.started(now);
    load.started(now + 1_000);
    now += 5_000;
    assertThat(load.inFlight()).isEqualTo(2);
    assertThat(load.age(now)).isEqualTo(4_500);

    load.abandoned(now - 5_000);

    assertThat(load.age(now)).isEqualTo(4_000);
    assertThat(load.penalty(now)).isZero();
    assertThat(load.latency(now)).isZero();
  }

  @Test
  void fastFailureDoesNotLookFast() {
    exchange(0, false);
    assertThat(latencyMillis()).isZero();

    exchange(50, true);
    exchange(0, false);
    assertThat(latencyMillis()).isEqualTo(50, within(0.5));

    exchange(900, false);
    assertThat(latencyMillis()).isEqualTo(900, within(9.0));
  }

  @Test
  void failureWeighsTenExchangesWhereEverythingFails() {
    exchange(0, false);
    assertThat(load.penalty(now)).isEqualTo(10, within(0.01));
    exchange(0, false);
    assertThat(load.penalty(now)).isEqualTo(20, within(0.01));

    now += DECAY;

    assertThat(load.penalty(now)).isEqualTo(20 / Math.E, within(0.01));
  }

  @Test
  void oneFailureAmongHundredWeighsNextToNothing() {
    for (int i = 0; i < 99; i++) {
      exchange(1, true);
    }
    exchange(1, false);

    assertThat(load.penalty(now)).isLessThan(0.2);
  }

  @Test
  void weightGrowsWithTimeFromATenth() {
    load.warmUp(now);
    assertThat(load.warmth(now)).isEqualTo(0.1);
    now += SECONDS.toNanos(15);
    assertThat(load.warmth(now)).isEqualTo(0.5);
    now += SECONDS.toNanos(15);
    assertThat(load.warmth(now)).isEqualTo(1);
    now += SECONDS.toNanos(15);
    assertThat(load.warmth(now)).isEqualTo(1);
  }

  @Test
  void weightGrowsInTheShapeThatIsSaid() {
    SlowStart bold = new SlowStart(Duration.ofSeconds(30), 2, 0.3);
    OriginLoad other = new OriginLoad(DECAY, bold, now);
    other.warmUp(now);
    assertThat(other.warmth(now)).isEqualTo(0.3);
    assertThat(other.warmth(now + MILLISECONDS.toNanos(7_500))).isEqualTo(0.5);
  }

  @Test
  void withoutSlowStartItIsWarmAtOnce() {
    OriginLoad other = new OriginLoad(DECAY, SlowStart.OFF, now);
    other.warmUp(now);
    assertThat(other.warmth(now)).isEqualTo(1);
  }

  /** Threads read the time before they write. */
  @Property
  void timesThatArriveOutOfOrderDoNoHarm(
      @ForAll @LongRange(max = 60_000_000_000L) long first,
      @ForAll @LongRange(max = 60_000_000_000L) long second) {
    Decaying sum = new Decaying(DECAY);
    sum.add(1, START + first);
    sum.add(1, START + second);

    double later = Math.max(first, second);
    double atMost = 1 + Math.exp(-Math.max(0, second - first - 131_072) / (double) DECAY);
    assertThat(sum.at(START + (long) later)).isBetween(0.0, atMost + 1e-6);
  }
}
