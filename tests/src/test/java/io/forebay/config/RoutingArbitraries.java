package io.forebay.config;

import io.forebay.health.EjectionTime;
import io.forebay.health.ErrorRuns;
import io.forebay.health.FailurePercentage;
import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.health.SuccessRate;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.Backoff;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Origin;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import io.forebay.spec.Origins;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.Throttle;
import io.forebay.spec.Value;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any way among several origins, any retries and any breaker, as far as text can say them. */
final class RoutingArbitraries {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private RoutingArbitraries() {}

  static Arbitrary<Origins> origins(Arbitrary<Origin> any, Arbitrary<Value> keys) {
    Arbitrary<Origins> several = nodes(any, keys, 2).map(Origins::of);
    return Arbitraries.oneOf(
        any.map(Origins::only), several, discoveries(any).map(Origins.Discovered::new));
  }

  /** Origins side by side, or groups of them as deep as that. */
  private static Arbitrary<List<OriginNode>> nodes(
      Arbitrary<Origin> any, Arbitrary<Value> keys, int depth) {
    Arbitrary<Integer> weights = usually(1, between(1, 65_535));
    Arbitrary<Integer> priorities = usually(0, between(0, Integer.MAX_VALUE));
    Arbitrary<OriginNode> nodes =
        Combinators.combine(any, weights, priorities).as(WeightedOrigin::new);
    if (depth > 0) {
      Arbitrary<OriginNode> groups =
          Combinators.combine(
                  Arbitraries.of("eu", "us", "$${x}", "1", "true", "a: b"),
                  weights,
                  priorities,
                  usually(Balancing.DEFAULT, balancings(keys)),
                  nodes(any, keys, depth - 1))
              .as(OriginGroup::new);
      nodes = Arbitraries.oneOf(nodes, groups);
    }
    return nodes.list().ofMinSize(1).ofMaxSize(4).uniqueElements(RoutingArbitraries::id);
  }

  private static Object id(OriginNode node) {
    return node instanceof OriginGroup group ? group.name() : ((WeightedOrigin) node).origin();
  }

  private static Arbitrary<Discovery> discoveries(Arbitrary<Origin> any) {
    Arbitrary<Discovery.Kind> kinds =
        Arbitraries.oneOf(
            any.map(Discovery.Addresses::new),
            Combinators.combine(
                    Arbitraries.of("_http._tcp.users", "_x.users.internal", "users"),
                    Arbitraries.of("http", "https"))
                .as(Discovery.Srv::new),
            Combinators.combine(Arbitraries.of("table", "1", "a b: ${x}"), any)
                .as(Discovery.Custom::new));
    Arbitrary<Discovery.Refresh> refreshes =
        Combinators.combine(upTo(HOUR), upTo(HOUR), upTo(HOUR), upTo(HOUR))
            .as(RoutingArbitraries::refresh);
    Arbitrary<List<String>> servers =
        Arbitraries.of("10.0.0.1", "10.0.0.1:5353", "::1", "[::1]:53")
            .list()
            .ofMaxSize(3)
            .uniqueElements();
    return Combinators.combine(
            kinds, usually(Discovery.Refresh.DEFAULT, refreshes), upTo(DAY), servers)
        .as(
            (kind, refresh, probation, asked) ->
                new Discovery(
                    kind,
                    refresh,
                    probation,
                    kind instanceof Discovery.Custom ? List.of() : asked));
  }

  private static Discovery.Refresh refresh(
      Duration min, Duration more, Duration usual, Duration timeout) {
    Duration least = min.plusNanos(1);
    return new Discovery.Refresh(least, least.plus(more), usual.plusNanos(1), timeout.plusNanos(1));
  }

  static Arbitrary<Routing> routings(Arbitrary<Value> keys) {
    return usually(
        Routing.DEFAULT,
        Combinators.combine(
                balancings(keys), usually(OutlierSpec.DEFAULT, outliers()), slowStarts())
            .as(Routing::new));
  }

  private static Arbitrary<Balancing> balancings(Arbitrary<Value> keys) {
    return Combinators.combine(
            usually(Balance.DEFAULT, balances(keys)),
            percents(),
            percents(),
            usually(0, between(100, 1000)))
        .as(Balancing::new);
  }

  private static Arbitrary<Balance> balances(Arbitrary<Value> keys) {
    Arbitrary<Balance> plain =
        Arbitraries.of(
            Balance.DEFAULT,
            new Balance.Weighted(),
            new Balance.Random(),
            new Balance.Fallback(),
            Balance.LeastRequests.DEFAULT,
            Balance.Ewma.DEFAULT,
            Balance.Client.DEFAULT);
    Arbitrary<Integer> vnodes = usually(256, between(1, Balance.Ring.MOST_VNODES));
    return Arbitraries.oneOf(
        plain,
        keys.map(Balance.Hash::new),
        keys.map(Balance.Client::new),
        Combinators.combine(keys, vnodes).as(Balance.Ring::new),
        between(2, 99).map(Balance.LeastRequests::new),
        upTo(HOUR).map(time -> new Balance.Ewma(time.plusNanos(time.isZero() ? 1 : 0))));
  }

  private static Arbitrary<OutlierSpec> outliers() {
    Arbitrary<SuccessRate> rates =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1000).ofScale(4),
                percents(),
                between(1, Integer.MAX_VALUE),
                between(1, 99))
            .as(SuccessRate::new);
    Arbitrary<FailurePercentage> percentages =
        Combinators.combine(percents(), between(1, Integer.MAX_VALUE), between(1, 99))
            .as(FailurePercentage::new);
    Arbitrary<EjectionTime> times =
        Combinators.combine(upTo(DAY), upTo(DAY), upTo(DAY))
            .as((base, more, jitter) -> ejection(base.plusNanos(1), more, jitter));
    Arbitrary<Integer> errors = between(0, 65_535);
    return Combinators.combine(
            usually(
                ErrorRuns.DEFAULT, Combinators.combine(errors, errors, errors).as(ErrorRuns::new)),
            usually(SuccessRate.DEFAULT, rates),
            usually(FailurePercentage.DEFAULT, percentages),
            usually(EjectionTime.DEFAULT, times),
            Arbitraries.oneOf(Arbitraries.of(0, 50), percents()),
            upTo(DAY).map(time -> time.plusNanos(1)),
            Arbitraries.of(true, false))
        .as(OutlierSpec::new);
  }

  private static EjectionTime ejection(Duration base, Duration more, Duration jitter) {
    return new EjectionTime(base, base.plus(more), jitter);
  }

  private static Arbitrary<SlowStart> slowStarts() {
    return Arbitraries.oneOf(
        upTo(DAY).map(SlowStart::within),
        Combinators.combine(
                upTo(DAY),
                Arbitraries.doubles().between(0.01, 100).ofScale(4),
                Arbitraries.doubles().between(0, 1).ofScale(6))
            .as(SlowStart::new));
  }

  static Arbitrary<RetrySpec> retries() {
    Arbitrary<RetryOn> reasons =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.of(true, false),
                between(400, 599).set().ofMaxSize(3),
                Arbitraries.of(true, false),
                Arbitraries.of("POST", "PATCH", "null", "$x", "a-b", "1").set().ofMaxSize(2))
            .as(RetryOn::new);
    Arbitrary<Backoff> pauses =
        Combinators.combine(upTo(HOUR.dividedBy(2)), upTo(HOUR.dividedBy(2)))
            .as((base, more) -> new Backoff(base, base.plus(more)));
    Arbitrary<HedgeSpec> hedges =
        usually(
            HedgeSpec.DEFAULT, Combinators.combine(between(50, 99), percents()).as(HedgeSpec::new));
    Arbitrary<RetrySpec> all =
        Combinators.combine(
                between(2, 10),
                usually(RetryOn.DEFAULT, reasons),
                usually(Backoff.DEFAULT, pauses),
                Combinators.combine(percents(), between(0, 100_000)).as(RetryBudgetSpec::new),
                upTo(HOUR),
                hedges.optional(),
                Arbitraries.of("X-Deadline", "1", "true").optional())
            .as(RetrySpec::new);
    return Arbitraries.oneOf(Arbitraries.of(RetrySpec.DEFAULT, RetrySpec.NONE), all);
  }

  static Arbitrary<Limits> limits() {
    return Combinators.combine(
            breakers().optional(),
            usually(List.of(), throttles()),
            usually(0, between(1, Integer.MAX_VALUE)),
            adaptive().optional())
        .as(Limits::new);
  }

  private static Arbitrary<List<Throttle>> throttles() {
    Arbitrary<Throttle> windowed =
        Combinators.combine(
                Arbitraries.longs().between(1, Throttle.LONGEST.toNanos()).map(Duration::ofNanos),
                between(1, 1_000_000),
                Arbitraries.of(Throttle.PeriodWindow.class),
                Arbitraries.of(Throttle.Mode.class))
            .as(Throttle.Windowed::new);
    Arbitrary<Throttle> buckets =
        Combinators.combine(
                Arbitraries.doubles().between(0.5, 1_000_000).ofScale(9),
                between(1, 1_000_000),
                Arbitraries.of(Throttle.Mode.class))
            .as(Throttle.TokenBucket::new);
    return Arbitraries.oneOf(windowed, buckets)
        .list()
        .ofMaxSize(3)
        .uniqueElements(one -> one instanceof Throttle.Windowed own ? own.period() : one);
  }

  private static Arbitrary<AdaptiveSpec> adaptive() {
    Arbitrary<Double> tolerances = usually(2.0, Arbitraries.of(1.1, 1.5, 100.0));
    Arbitrary<Double> backoffs = usually(0.9, Arbitraries.of(0.1, 0.5, 0.99));
    return Combinators.combine(
            between(1, 1_000), between(0, 99_000), between(0, 99_000), tolerances, backoffs)
        .as(
            (min, more, part, tolerance, backoff) ->
                new AdaptiveSpec(min, min + more, min + Math.min(part, more), tolerance, backoff));
  }

  private static Arbitrary<BreakerSpec> breakers() {
    Arbitrary<BreakerSpec> inARow =
        Combinators.combine(between(0, 99_999), openTimes()).as(BreakerSpec::consecutiveErrors);
    Arbitrary<BreakerSpec.SlowCall> slow =
        Combinators.combine(between(1, 100), openTimes()).as(BreakerSpec.SlowCall::new);
    Arbitrary<BreakerSpec.Window> windows =
        Arbitraries.oneOf(
            between(100, 100_000).map(BreakerSpec.Calls::new),
            between(1, 3_600).map(s -> new BreakerSpec.Recent(Duration.ofSeconds(s))));
    Arbitrary<BreakerSpec> rated =
        Combinators.combine(
                between(1, 100),
                usually(20, between(1, 100)),
                windows,
                slow.optional(),
                openTimes(),
                between(1, 1_000),
                Arbitraries.of(BreakerSpec.Scope.class))
            .as(BreakerSpec::new);
    return Arbitraries.oneOf(Arbitraries.just(BreakerSpec.DEFAULT), inARow, rated);
  }

  private static Arbitrary<Duration> openTimes() {
    return usually(BreakerSpec.DEFAULT.openFor(), between(1, 86_400_000).map(Duration::ofMillis));
  }

  private static Arbitrary<Duration> upTo(Duration most) {
    return Arbitraries.longs().between(0, most.toNanos()).map(Duration::ofNanos);
  }

  private static Arbitrary<Integer> percents() {
    return between(0, 100);
  }

  private static Arbitrary<Integer> between(int least, int most) {
    return Arbitraries.integers().between(least, most);
  }

  private static <T> Arbitrary<T> usually(T usual, Arbitrary<T> any) {
    return Arbitraries.oneOf(Arbitraries.just(usual), any);
  }
}
