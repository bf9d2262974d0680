package io.forebay.internal;

import io.forebay.health.EjectionTime;
import io.forebay.health.FailurePercentage;
import io.forebay.health.SlowStart;
import io.forebay.health.SuccessRate;
import io.forebay.spec.Backoff;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What is told of the ways among origins, of retries and of the breaker. */
final class RoutingSettings {
  private static final List<Setting<Balancing>> BALANCING =
      List.of(
          new Setting<>("balance", balancing -> shown(balancing.by())),
          new Setting<>("quorum", Balancing::quorum),
          new Setting<>("panic_threshold", Balancing::panicThreshold),
          new Setting<>("overprovisioning", Balancing::overprovisioning));

  private static final List<Setting<Routing>> ROUTING =
      List.of(
          new Setting<>("outlier.consecutive_errors", r -> r.outlier().runs().errors()),
          new Setting<>(
              "outlier.consecutive_gateway_errors", r -> r.outlier().runs().gatewayErrors()),
          new Setting<>("outlier.consecutive_local_errors", r -> r.outlier().runs().localErrors()),
          rate("stdev_factor", SuccessRate::stdevFactor),
          rate("margin", SuccessRate::margin),
          rate("request_volume", SuccessRate::requestVolume),
          rate("minimum_origins", SuccessRate::minimumOrigins),
          percentage("threshold", FailurePercentage::threshold),
          percentage("request_volume", FailurePercentage::requestVolume),
          percentage("minimum_origins", FailurePercentage::minimumOrigins),
          ejection("base", EjectionTime::base),
          ejection("max", EjectionTime::longest),
          ejection("jitter", EjectionTime::jitter),
          new Setting<>("outlier.max_ejected_percent", r -> r.outlier().maxEjectedPercent()),
          new Setting<>("outlier.interval", routing -> routing.outlier().interval()),
          new Setting<>("outlier.probes_readmit", routing -> routing.outlier().probesReadmit()),
          slowStart("window", SlowStart::window),
          slowStart("aggression", SlowStart::aggression),
          slowStart("min_weight", SlowStart::minimum));

  private static final List<Setting<RetrySpec>> RETRIES =
      List.of(
          on("unprocessed", RetryOn::unprocessed),
          on("lost_connection", RetryOn::lostConnection),
          on("statuses", RetryOn::statuses),
          on("time_limits", RetryOn::timeLimits),
          on("methods", RetryOn::methods),
          backoff("base", Backoff::base),
          backoff("max", Backoff::max),
          budget("percent", RetryBudgetSpec::percent),
          budget("floor", RetryBudgetSpec::floor),
          new Setting<>("retries.retry_after_cap", RetrySpec::retryAfterCap),
          new Setting<>("retries.hedge", retries -> retries.hedge().map(RoutingSettings::shown)),
          new Setting<>("retries.deadline_header", RetrySpec::deadlineHeader));

  private static final List<Setting<BreakerSpec>> BREAKER =
      List.of(
          new Setting<>("circuit_breaker.minimum_calls", BreakerSpec::minimumCalls),
          new Setting<>("circuit_breaker.window", breaker -> shown(breaker.window())),
          new Setting<>(
              "circuit_breaker.slow_call",
              breaker -> breaker.slowCall().map(RoutingSettings::shown)),
          new Setting<>("circuit_breaker.open_for", BreakerSpec::openFor),
          new Setting<>("circuit_breaker.trial_calls", BreakerSpec::trialCalls),
          new Setting<>("circuit_breaker.scope", breaker -> lower(breaker.scope())));

  private RoutingSettings() {}

  /** Tells what is not the default. */
  static void tell(Routing routing, BiConsumer<String, Object> told) {
    tell(routing.balancing(), told);
    Setting.tell(ROUTING, routing, Routing.DEFAULT, told);
  }

  /** Tells what is not the default. */
  static void tell(Balancing balancing, BiConsumer<String, Object> told) {
    Setting.tell(BALANCING, balancing, Balancing.DEFAULT, told);
  }

  /** Tells how often, and what is not the default. */
  static void tell(RetrySpec retries, BiConsumer<String, Object> told) {
    told.accept("retries.attempts", retries.attempts());
    Setting.tell(RETRIES, retries, RetrySpec.DEFAULT, told);
  }

  /** Tells when it opens, and what is not the default. */
  static void tell(BreakerSpec breaker, BiConsumer<String, Object> told) {
    told.accept("circuit_breaker.failure_rate_percent", breaker.failureRatePercent());
    Setting.tell(BREAKER, breaker, BreakerSpec.DEFAULT, told);
  }

  private static Setting<Routing> rate(String name, Function<SuccessRate, Object> part) {
    return new Setting<>(
        "outlier.success_rate." + name, routing -> part.apply(routing.outlier().successRate()));
  }

  private static Setting<Routing> percentage(
      String name, Function<FailurePercentage, Object> part) {
    return new Setting<>(
        "outlier.failure_percentage." + name,
        routing -> part.apply(routing.outlier().failurePercentage()));
  }

  private static Setting<Routing> ejection(String name, Function<EjectionTime, Object> part) {
    return new Setting<>(
        "outlier.ejection." + name, routing -> part.apply(routing.outlier().ejection()));
  }

  private static Setting<Routing> slowStart(String name, Function<SlowStart, Object> part) {
    return new Setting<>("slow_start." + name, routing -> part.apply(routing.slowStart()));
  }

  private static Setting<RetrySpec> on(String name, Function<RetryOn, Object> part) {
    return new Setting<>("retries.on." + name, retries -> part.apply(retries.on()));
  }

  private static Setting<RetrySpec> backoff(String name, Function<Backoff, Object> part) {
    return new Setting<>("retries.backoff." + name, retries -> part.apply(retries.backoff()));
  }

  private static Setting<RetrySpec> budget(String name, Function<RetryBudgetSpec, Object> part) {
    return new Setting<>("retries.budget." + name, retries -> part.apply(retries.budget()));
  }

  private static String shown(Balance by) {
    if (by instanceof Balance.Ring ring) {
      return ring.text() + " by " + ring.key() + ", vnodes " + ring.vnodes();
    } else if (by instanceof Balance.Keyed keyed) {
      return keyed.text() + " by " + keyed.key();
    } else if (by instanceof Balance.LeastRequests least) {
      return least.text() + ", choices " + least.choices();
    } else if (by instanceof Balance.Ewma ewma) {
      return ewma.text() + ", decay " + Durations.format(ewma.decay());
    }
    return by.text();
  }

  private static String shown(HedgeSpec hedge) {
    return "percentile " + hedge.percentile() + ", extra_load_percent " + hedge.extraLoadPercent();
  }

  private static String shown(BreakerSpec.Window window) {
    return window instanceof BreakerSpec.Recent recent
        ? Durations.format(recent.length())
        : ((BreakerSpec.Calls) window).size() + " calls";
  }

  private static String shown(BreakerSpec.SlowCall slow) {
    return "percent " + slow.percent() + ", duration " + Durations.format(slow.duration());
  }

  private static String lower(BreakerSpec.Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
