package io.forebay.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the defaults do to the share of an origin that answers nothing but errors. */
class OutlierTrafficTest {
  private static final int PER_SECOND = 100;
  private static final HealthState GOOD = HealthState.unprobed().toHealthy();

  /** A hundred requests a second, on virtual time, to whichever origins are in use. */
  private static final class Traffic {
    private final OutlierDetector detector = new OutlierDetector(OutlierSpec.DEFAULT, 0, () -> 0.5);
    private final List<OriginTally> origins;
    private final OriginSignal error;
    private final boolean probes;
    private int sent;
    private long sweepAt;

    /** Requests to the bad origin, the first, for each second. */
    private final List<Integer> toTheBad = new ArrayList<>();

    Traffic(int count, OriginSignal error, boolean probes) {
      origins = IntStream.range(0, count).mapToObj(n -> detector.watch("o" + n)).toList();
      this.error = error;
      this.probes = probes;
    }

    void run(int seconds) {
      for (int second = 0; second < seconds; second++) {
        toTheBad.add(0);
        for (int n = 0; n < PER_SECOND; n++) {
          long now = ofSeconds(second).plus(ofMillis(1000L * n / PER_SECOND)).toNanos();
          if (now >= sweepAt) {
            sweepAt = now + detector.sweep(now).next().toNanos();
          }
          send(second, now);
        }
        if (probes) {
          origins.get(0).probed(GOOD, GOOD);
        }
      }
    }

    private void send(int second, long now) {
      List<OriginTally> used = origins.stream().filter(origin -> !origin.ejected()).toList();
      OriginTally chosen = used.get(sent++ % used.size());
      boolean bad = chosen == origins.get(0);
      chosen.report(bad ? error : OriginSignal.SUCCESS, now);
      if (bad) {
        toTheBad.set(second, toTheBad.get(second) + 1);
      }
    }
  }

  static Stream<Arguments> backends() {
    return IntStream.rangeClosed(4, 10)
        .boxed()
        .flatMap(
            count ->
                Stream.of(OriginSignal.ERROR, OriginSignal.GATEWAY_ERROR, OriginSignal.LOCAL_ERROR)
                    .flatMap(
                        error ->
                            Stream.of(true, false)
                                .map(probes -> Arguments.of(count, error, probes))));
  }

  @ParameterizedTest(name = "{0} origins, {1}, good probes: {2}")
  @MethodSource("backends")
  void originThatAnswersErrorsGetsHardlyAnyTrafficAfterASecond(
      int count, OriginSignal error, boolean probes) {
    Traffic traffic = new Traffic(count, error, probes);

    traffic.run(600);

    // Good probes may end the first ejection for lack of answers: then it takes a second more.
    int gone = probes && error == OriginSignal.LOCAL_ERROR ? 2 : 1;
    assertThat(traffic.toTheBad.subList(0, gone)).allMatch(n -> n <= 5);
    assertThat(traffic.toTheBad.subList(gone, 30)).as("until it is back").containsOnly(0);
    int all = traffic.toTheBad.stream().mapToInt(n -> n).sum();
    assertThat(all).as("of 60 000 requests in ten minutes").isLessThan(60);
  }
}
