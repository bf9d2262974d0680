package io.forebay.simulation;

import io.forebay.health.HealthSpec;
import io.forebay.health.OutlierSpec;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a caller does: the settings of one backend.
 *
 * @param name in the table
 * @param slowStart time in which an origin that is new or back gets its share; zero: at once
 */
record Manners(
    String name,
    Balancing balancing,
    Optional<OutlierSpec> outlier,
    Optional<HealthSpec> health,
    Duration slowStart,
    RetrySpec retries,
    Optional<BreakerSpec> breaker,
    Optional<AdaptiveSpec> adaptive) {

  /** Nothing but choosing. */
  static Manners bare(String name, Balance by) {
    return new Manners(
        name,
        Balancing.DEFAULT.withBy(by),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        RetrySpec.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** Outlier detection, probes, slow start and retries, all as they are by default. */
  static Manners careful(String name, Balance by) {
    return bare(name, by)
        .withOutlier(OutlierSpec.DEFAULT)
        .withHealth(HealthSpec.DEFAULT)
        .withSlowStart(Duration.ofSeconds(10))
        .withRetries(RetrySpec.DEFAULT);
  }

  /** Those of the table. */
  static List<Manners> all() {
    Balance ewma = Balance.Ewma.DEFAULT;
    Balance least = Balance.LeastRequests.DEFAULT;
    RetrySpec timeLimits = RetrySpec.DEFAULT.withOn(RetryOn.DEFAULT.withTimeLimits(true));
    return List.of(
        bare("round_robin, bare", Balance.DEFAULT),
        careful("round_robin", Balance.DEFAULT),
        bare("least_requests, bare", least),
        careful("least_requests", least),
        careful("ewma", ewma),
        careful("ewma, hedged", ewma)
            .withRetries(timeLimits.withHedge(HedgeSpec.DEFAULT))
            .withBreaker(BreakerSpec.DEFAULT));
  }

  Manners withOutlier(OutlierSpec spec) {
    return new Manners(
        name, balancing, Optional.of(spec), health, slowStart, retries, breaker, adaptive);
  }

  Manners withHealth(HealthSpec spec) {
    return new Manners(
        name, balancing, outlier, Optional.of(spec), slowStart, retries, breaker, adaptive);
  }

  Manners withSlowStart(Duration time) {
    return new Manners(name, balancing, outlier, health, time, retries, breaker, adaptive);
  }

  Manners withRetries(RetrySpec spec) {
    return new Manners(name, balancing, outlier, health, slowStart, spec, breaker, adaptive);
  }

  Manners withBreaker(BreakerSpec spec) {
    return new Manners(
        name, balancing, outlier, health, slowStart, retries, Optional.of(spec), adaptive);
  }

  Manners withBalancing(Balancing rules) {
    return new Manners(name, rules, outlier, health, slowStart, retries, breaker, adaptive);
  }

  Manners withAdaptive(AdaptiveSpec spec) {
    return new Manners(
        name + ", adaptive",
        balancing,
        outlier,
        health,
        slowStart,
        retries,
        breaker,
        Optional.of(spec));
  }
}
