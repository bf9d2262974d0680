package io.forebay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.HealthSpec;
import io.forebay.spec.Backoff;
import io.forebay.spec.Balance;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However retries, hedges and probes are set: origins that fail get a tenth more at most. */
class AmplificationLawsTest {

  @Provide
  Arbitrary<RetrySpec> retries() {
    Arbitrary<Backoff> backoffs =
        Arbitraries.integers()
            .between(0, 500)
            .map(base -> new Backoff(Duration.ofMillis(base), Duration.ofMillis(500)));
    Arbitrary<HedgeSpec> hedges =
        Combinators.combine(
                Arbitraries.integers().between(50, 99), Arbitraries.integers().between(0, 100))
            .as(HedgeSpec::new);
    RetryOn everything =
        RetryOn.DEFAULT.withTimeLimits(true).withStatuses(Set.of(500, 502, 503, 504));
    Arbitrary<RetryOn> reasons = Arbitraries.of(RetryOn.DEFAULT, everything);
    return Combinators.combine(
            Arbitraries.integers().between(1, 10), reasons, backoffs, hedges.optional())
        .as(
            (attempts, on, backoff, hedge) -> {
              RetrySpec spec =
                  RetrySpec.DEFAULT.withAttempts(attempts).withOn(on).withBackoff(backoff);
              return hedge.isPresent() && attempts > 1 ? spec.withHedge(hedge.get()) : spec;
            });
  }

  private static Manners manners(RetrySpec retries, int probeMillis, int way) {
    Balance by =
        switch (way) {
          case 0 -> Balance.DEFAULT;
          case 1 -> Balance.LeastRequests.DEFAULT;
          default -> Balance.Ewma.DEFAULT;
        };
    HealthSpec probes = new HealthSpec.Builder().interval(Duration.ofMillis(probeMillis)).build();
    return Manners.careful("any", by).withRetries(retries).withHealth(probes);
  }

  @Property(tries = 60)
  void totalFailureIsAmplifiedByATenthAtMost(
      @ForAll("retries") RetrySpec retries,
      @ForAll @IntRange(min = 50, max = 5_000) int probeMillis,
      @ForAll @IntRange(max = 2) int way,
      @ForAll @IntRange(min = 100, max = 600) int perSecond,
      @ForAll @IntRange(max = 3) int failure,
      @ForAll long seed) {
    int status = new int[] {500, 503, Reply.REFUSES, Reply.HANGS}[failure];
    World world = new World(seed, 5, 1, perSecond, manners(retries, probeMillis, way));
    world.at(seed % 2 == 0 ? 0 : 5, w -> w.servers.forEach(one -> one.answers(status)));
    world.run(20).end();

    assertThat(world.seen.amplification(0, world.seen.seconds())).isLessThanOrEqualTo(1.1);
  }
}
