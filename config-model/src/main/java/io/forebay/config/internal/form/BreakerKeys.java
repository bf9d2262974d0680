package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code circuit_breaker}: a share of failures, or KrakenD's failures in a row. */
final class BreakerKeys {
  private static final BreakerSpec USUAL = BreakerSpec.DEFAULT;

  private static final Shape<BreakerSpec.Window> WINDOWS =
      Shapes.scalar(
          "a number of exchanges, or a duration such as 10s",
          text -> Optional.of(window(text)),
          BreakerKeys::written,
          Scalars.durations(() -> false)
              .orText("^\\+?[1-9][0-9]*$")
              .or(Scalars.whole(BreakerSpec.Calls::new)));

  private static final Key<BreakerSpec.SlowCall, Integer> SLOW_PERCENT =
      Key.of(
          "percent",
          CheckedShapes.whole(n -> new BreakerSpec.SlowCall(n, Duration.ofSeconds(1))),
          slow -> Optional.of(slow.percent()));
  private static final Key<BreakerSpec.SlowCall, Duration> SLOW_DURATION =
      Key.of(
          "duration",
          CheckedShapes.duration(time -> new BreakerSpec.SlowCall(1, time)),
          slow -> Optional.of(slow.duration()));

  private static final Key<BreakerSpec, Integer> MAX_ERRORS =
      Key.of(
          "max_errors",
          CheckedShapes.whole(n -> BreakerSpec.consecutiveErrors(n, USUAL.openFor())),
          BreakerKeys::maxErrors);
  private static final Key<BreakerSpec, Integer> FAILURE_RATE =
      key(
          "failure_rate_percent",
          CheckedShapes.whole(USUAL::withFailureRatePercent),
          BreakerSpec::failureRatePercent);
  private static final Key<BreakerSpec, Integer> MINIMUM_CALLS =
      key("minimum_calls", CheckedShapes.whole(USUAL::withMinimumCalls), BreakerSpec::minimumCalls);
  private static final Key<BreakerSpec, BreakerSpec.Window> WINDOW =
      key("window", WINDOWS, BreakerSpec::window);
  private static final Key<BreakerSpec, BreakerSpec.SlowCall> SLOW_CALL =
      Key.of(
          "slow_call",
          CheckedShapes.block(
              List.of(SLOW_PERCENT, SLOW_DURATION),
              Together.required(SLOW_PERCENT, SLOW_DURATION),
              BreakerKeys::slowCall),
          BreakerSpec::slowCall);
  private static final Key<BreakerSpec, Duration> OPEN_FOR =
      Key.of(
          "open_for",
          CheckedShapes.duration(USUAL::withOpenFor),
          BreakerSpec::openFor,
          USUAL.openFor());
  private static final Key<BreakerSpec, Integer> TRIAL_CALLS =
      key("trial_calls", CheckedShapes.whole(USUAL::withTrialCalls), BreakerSpec::trialCalls);
  private static final Key<BreakerSpec, BreakerSpec.Scope> SCOPE =
      key(
          "scope",
          Shapes.choice(
              Map.of("origin", BreakerSpec.Scope.ORIGIN, "backend", BreakerSpec.Scope.BACKEND),
              "origin or backend",
              Kind.TEXT),
          BreakerSpec::scope);

  /** The value of {@code circuit_breaker}; {@code false}: none. */
  static final Shape<Optional<BreakerSpec>> BREAKER =
      ShortShape.switched(
          Optional.of(USUAL),
          Optional.empty(),
          TransportShapes.optional(
              new BlockShape<>(
                  new KeyTable<>(
                      List.of(
                          MAX_ERRORS,
                          FAILURE_RATE,
                          MINIMUM_CALLS,
                          WINDOW,
                          SLOW_CALL,
                          OPEN_FOR,
                          TRIAL_CALLS,
                          SCOPE)),
                  Together.ANY.alone(MAX_ERRORS, OPEN_FOR),
                  BreakerKeys::breaker)));

  private BreakerKeys() {}

  /** A key of the general form; it is not written where KrakenD's says it all. */
  private static <T> Key<BreakerSpec, T> key(
      String name, Shape<T> shape, Function<BreakerSpec, T> part) {
    T usual = part.apply(USUAL);
    Key<BreakerSpec, T> key =
        Key.of(
            name,
            shape,
            spec ->
                Optional.of(part.apply(spec))
                    .filter(value -> maxErrors(spec).isEmpty() && !value.equals(usual)));
    return key.usually(usual);
  }

  private static Optional<Integer> maxErrors(BreakerSpec spec) {
    int most = spec.minimumCalls() - 1;
    return Optional.of(most)
        .filter(any -> spec.equals(BreakerSpec.consecutiveErrors(most, spec.openFor())));
  }

  private static BreakerSpec.Window window(Text text) {
    Optional<Integer> calls = CheckedShapes.whole(text);
    if (calls.isPresent() && !text.value().equals("0")) {
      return new BreakerSpec.Calls(CheckedShapes.checked(calls.get(), BreakerSpec.Calls::new));
    }
    return new BreakerSpec.Recent(CheckedShapes.duration(text, BreakerSpec.Recent::new));
  }

  private static Object written(BreakerSpec.Window window) {
    return window instanceof BreakerSpec.Recent recent
        ? Durations.format(recent.length())
        : ((BreakerSpec.Calls) window).size();
  }

  private static BreakerSpec.SlowCall slowCall(Bound bound) {
    return new BreakerSpec.SlowCall(
        CheckedShapes.required(bound, SLOW_PERCENT), CheckedShapes.required(bound, SLOW_DURATION));
  }

  private static Optional<BreakerSpec> breaker(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    if (bound.given(MAX_ERRORS)) {
      refuseBesideErrors(bound);
    }
    // What cannot be read is a finding already: what then does not fit is none.
    if (bound.isIncomplete()) {
      return Optional.empty();
    }
    Duration openFor = bound.get(OPEN_FOR).orElse(USUAL.openFor());
    return bound
        .get(MAX_ERRORS)
        .map(most -> BreakerSpec.consecutiveErrors(most, openFor))
        .or(() -> Optional.of(rated(bound, openFor)));
  }

  private static void refuseBesideErrors(Bound bound) {
    bound.given().stream()
        .filter(key -> !key.equals(MAX_ERRORS) && !key.equals(OPEN_FOR))
        .findFirst()
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  "max_errors: along with " + other + " (expected: at most open_for beside it)");
            });
  }

  private static BreakerSpec rated(Bound bound, Duration openFor) {
    BreakerSpec.Window window = bound.get(WINDOW).orElse(USUAL.window());
    int fewest = bound.get(MINIMUM_CALLS).orElse(USUAL.minimumCalls());
    CheckedShapes.named(
        MINIMUM_CALLS, fewest, USUAL.withMinimumCalls(1).withWindow(window)::withMinimumCalls);
    return new BreakerSpec(
        bound.get(FAILURE_RATE).orElse(USUAL.failureRatePercent()),
        fewest,
        window,
        bound.get(SLOW_CALL),
        openFor,
        bound.get(TRIAL_CALLS).orElse(USUAL.trialCalls()),
        bound.get(SCOPE).orElse(USUAL.scope()));
  }
}
