package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.Backoff;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of {@code retries}. */
final class RetryKeys {
  private static final RetrySpec USUAL = RetrySpec.DEFAULT;

  private static final Key<RetrySpec, Integer> ATTEMPTS =
      Key.of(
          "attempts",
          CheckedShapes.whole(USUAL::withAttempts),
          RetrySpec::attempts,
          USUAL.attempts());

  private static final RetryOn REASONS = RetryOn.DEFAULT;
  private static final Key<RetryOn, Boolean> UNPROCESSED =
      Key.of("unprocessed", Shapes.BOOLEAN, RetryOn::unprocessed, REASONS.unprocessed());
  private static final Key<RetryOn, Boolean> LOST_CONNECTION =
      Key.of("lost_connection", Shapes.BOOLEAN, RetryOn::lostConnection, REASONS.lostConnection());
  private static final Key<RetryOn, Set<Integer>> STATUSES =
      Key.of(
          "statuses",
          new SetShape<>(
              new ListShape<>(
                  "a status or a list of statuses",
                  CheckedShapes.whole(n -> REASONS.withStatuses(Set.of(n))),
                  true)),
          RetryOn::statuses,
          REASONS.statuses());
  private static final Key<RetryOn, Boolean> TIME_LIMITS =
      Key.of("time_limits", Shapes.BOOLEAN, RetryOn::timeLimits, REASONS.timeLimits());
  private static final Key<RetryOn, Set<String>> METHODS =
      Key.of(
          "methods",
          new SetShape<>(
              new ListShape<>(
                  "a method or a list of methods",
                  CheckedShapes.text("a method", name -> REASONS.withMethods(Set.of(name))),
                  true)),
          RetryOn::methods,
          REASONS.methods());
  private static final Key<RetrySpec, RetryOn> ON =
      Key.of(
          "on",
          CheckedShapes.block(
              List.of(UNPROCESSED, LOST_CONNECTION, STATUSES, TIME_LIMITS, METHODS), RetryKeys::on),
          RetrySpec::on,
          USUAL.on());

  private static final Backoff PAUSE = Backoff.DEFAULT;
  private static final Key<Backoff, Duration> BASE =
      Key.of(
          "base",
          CheckedShapes.duration(base -> new Backoff(base, base)),
          Backoff::base,
          PAUSE.base());
  private static final Key<Backoff, Duration> MAX =
      Key.of("max", CheckedShapes.duration(Backoff.NONE::withMax), Backoff::max, PAUSE.max());
  private static final Key<RetrySpec, Backoff> BACKOFF =
      Key.of(
          "backoff",
          CheckedShapes.block(
              List.of(BASE, MAX),
              bound ->
                  new Backoff(
                      bound.get(BASE).orElse(PAUSE.base()), bound.get(MAX).orElse(PAUSE.max()))),
          RetrySpec::backoff,
          USUAL.backoff());

  private static final RetryBudgetSpec MOST = RetryBudgetSpec.DEFAULT;
  private static final Key<RetryBudgetSpec, Integer> PERCENT =
      Key.of(
          "percent",
          CheckedShapes.whole(MOST::withPercent),
          RetryBudgetSpec::percent,
          MOST.percent());
  private static final Key<RetryBudgetSpec, Integer> FLOOR =
      Key.of("floor", CheckedShapes.whole(MOST::withFloor), RetryBudgetSpec::floor, MOST.floor());
  private static final Key<RetrySpec, RetryBudgetSpec> BUDGET =
      Key.of(
          "budget",
          CheckedShapes.block(
              List.of(PERCENT, FLOOR),
              bound ->
                  new RetryBudgetSpec(
                      bound.get(PERCENT).orElse(MOST.percent()),
                      bound.get(FLOOR).orElse(MOST.floor()))),
          RetrySpec::budget,
          USUAL.budget());

  private static final Key<RetrySpec, Duration> RETRY_AFTER_CAP =
      Key.of(
          "retry_after_cap",
          CheckedShapes.duration(USUAL::withRetryAfterCap),
          RetrySpec::retryAfterCap,
          USUAL.retryAfterCap());

  private static final HedgeSpec BESIDE = HedgeSpec.DEFAULT;
  private static final Key<HedgeSpec, Integer> PERCENTILE =
      Key.of(
          "percentile",
          CheckedShapes.whole(BESIDE::withPercentile),
          HedgeSpec::percentile,
          BESIDE.percentile());
  private static final Key<HedgeSpec, Integer> EXTRA_LOAD =
      Key.of(
          "extra_load_percent",
          CheckedShapes.whole(BESIDE::withExtraLoadPercent),
          HedgeSpec::extraLoadPercent,
          BESIDE.extraLoadPercent());
  private static final Key<RetrySpec, HedgeSpec> HEDGE =
      Key.of(
          "hedge",
          CheckedShapes.block(
              List.of(PERCENTILE, EXTRA_LOAD),
              bound ->
                  new HedgeSpec(
                      bound.get(PERCENTILE).orElse(BESIDE.percentile()),
                      bound.get(EXTRA_LOAD).orElse(BESIDE.extraLoadPercent()))),
          RetrySpec::hedge);

  private static final Key<RetrySpec, String> DEADLINE_HEADER =
      Key.of(
          "deadline_header",
          CheckedShapes.text("the name of a header", USUAL::withDeadlineHeader),
          RetrySpec::deadlineHeader);

  /** The value of {@code retries}; empty: what is usual for so many origins. */
  static final Shape<Optional<RetrySpec>> RETRIES =
      new ShortShape<>(
          Shapes.choice(Map.of("default", Optional.empty()), "a mapping or default", Kind.TEXT),
          TransportShapes.optional(
              CheckedShapes.block(
                  List.of(ATTEMPTS, ON, BACKOFF, BUDGET, RETRY_AFTER_CAP, HEDGE, DEADLINE_HEADER),
                  RetryKeys::retries)),
          Optional::isEmpty);

  private RetryKeys() {}

  private static RetryOn on(Bound bound) {
    return new RetryOn(
        bound.get(UNPROCESSED).orElse(REASONS.unprocessed()),
        bound.get(LOST_CONNECTION).orElse(REASONS.lostConnection()),
        bound.get(STATUSES).orElse(REASONS.statuses()),
        bound.get(TIME_LIMITS).orElse(REASONS.timeLimits()),
        bound.get(METHODS).orElse(REASONS.methods()));
  }

  private static RetrySpec retries(Bound bound) {
    return new RetrySpec(
        bound.get(ATTEMPTS).orElse(USUAL.attempts()),
        bound.get(ON).orElse(USUAL.on()),
        bound.get(BACKOFF).orElse(USUAL.backoff()),
        bound.get(BUDGET).orElse(USUAL.budget()),
        bound.get(RETRY_AFTER_CAP).orElse(USUAL.retryAfterCap()),
        bound.get(HEDGE),
        bound.get(DEADLINE_HEADER));
  }
}
