package io.forebay.health;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.Ejection.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** The detector agrees with {@link NaiveOutliers} over any sequence of events. */
class OutlierLawsTest {
  private static final HealthState GOOD = HealthState.unprobed().toHealthy();
  private static final HealthState BAD = HealthState.unprobed().toFailing("gone");
  private static final List<OriginSignal> SIGNALS = List.of(OriginSignal.values());

  /** Both, side by side. */
  private static final class Pair {
    private final SplittableRandom random;
    private final OutlierDetector real;
    private final NaiveOutliers naive;
    private final List<OriginTally> tallies = new ArrayList<>();
    private final double errors;
    private long now;
    private double chance;

    Pair(long seed) {
      random = new SplittableRandom(seed);
      now = random.nextInt(1_000_000) * 1_000_000L;
      errors = random.nextDouble();
      OutlierSpec spec = spec(random);
      real = new OutlierDetector(spec, now, () -> chance);
      naive = new NaiveOutliers(spec, now);
      for (int n = random.nextInt(8); n >= 0; n--) {
        watch();
      }
    }

    private static OutlierSpec spec(SplittableRandom random) {
      long base = random.nextInt(1, 2001);
      return new OutlierSpec.Builder()
          .consecutiveErrors(random.nextInt(7))
          .consecutiveGatewayErrors(random.nextInt(5))
          .consecutiveLocalErrors(random.nextInt(5))
          .successRate(
              new SuccessRate(
                  random.nextInt(4) / 2.0,
                  random.nextInt(30),
                  1 + random.nextInt(20),
                  1 + random.nextInt(5)))
          .failurePercentage(
              new FailurePercentage(
                  random.nextBoolean() ? 0 : 50 + random.nextInt(51),
                  1 + random.nextInt(20),
                  1 + random.nextInt(5)))
          .ejection(
              new EjectionTime(
                  ofMillis(base),
                  ofMillis(base + random.nextInt(10_000)),
                  ofMillis(random.nextInt(500))))
          .maxEjectedPercent(random.nextBoolean() ? 100 : random.nextInt(101))
          .interval(ofMillis(1 + random.nextInt(2000)))
          .probesReadmit(random.nextInt(4) > 0)
          .build();
    }

    void step() {
      int kind = random.nextInt(1000);
      chance = random.nextDouble();
      if (kind < 850) {
        report(random.nextInt(tallies.size()));
      } else if (kind < 930) {
        now += random.nextInt(300) * 1_000_000L;
      } else if (kind < 960) {
        sweep();
      } else if (kind < 990) {
        probe(random.nextInt(tallies.size()));
      } else if (kind < 995 && tallies.size() < 12) {
        watch();
      } else if (tallies.size() > 1) {
        forget(random.nextInt(tallies.size()));
      }
      compare();
    }

    private void report(int n) {
      boolean error = random.nextDouble() < errors;
      OriginSignal signal = error ? SIGNALS.get(1 + random.nextInt(3)) : OriginSignal.SUCCESS;
      @Nullable Cause expected = naive.report(naive.origins.get(n), signal, now, chance);
      @Nullable Ejection ejection = tallies.get(n).report(signal, now).orElse(null);
      assertThat(ejection == null ? null : ejection.cause()).isEqualTo(expected);
      if (ejection != null) {
        assertThat(now + ejection.time().toNanos()).isEqualTo(naive.origins.get(n).until);
      }
    }

    private void probe(int n) {
      boolean before = random.nextBoolean();
      boolean after = random.nextBoolean();
      assertThat(tallies.get(n).probed(before ? GOOD : BAD, after ? GOOD : BAD))
          .isEqualTo(naive.probed(naive.origins.get(n), before, after));
    }

    private void sweep() {
      Map<NaiveOutliers.Origin, String> names = new HashMap<>();
      for (int n = 0; n < tallies.size(); n++) {
        names.put(naive.origins.get(n), tallies.get(n).origin());
      }
      assertThat(real.sweep(now).ejected().stream().map(Ejection::origin).toList())
          .isEqualTo(naive.sweep(now, chance).stream().map(names::get).toList());
    }

    private void watch() {
      tallies.add(real.watch("origin " + random.nextInt()));
      naive.origins.add(new NaiveOutliers.Origin());
    }

    private void forget(int n) {
      real.forget(tallies.remove(n));
      naive.origins.remove(n);
    }

    private void compare() {
      assertThat(real.ejected()).isEqualTo((int) naive.out());
      for (int n = 0; n < tallies.size(); n++) {
        if (tallies.get(n).ejected() != (naive.origins.get(n).out != null)) {
          throw new AssertionError("origin " + n + " of " + tallies);
        }
      }
    }
  }

  /** 600 000 steps. */
  @Property(tries = 400)
  void everyEjectionIsThatOfTheNaiveModel(@ForAll long seed) {
    Pair pair = new Pair(seed);
    for (int step = 0; step < 1500; step++) {
      pair.step();
    }
  }
}
