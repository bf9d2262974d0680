package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.health.Consecutive;
import io.forebay.health.HealthPolicy;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code health}. */
final class HealthKeys {
  private static final Shape<Double> SHARE = CheckedShapes.decimal(share -> share);

  private static final HealthSpec USUAL = HealthSpec.DEFAULT;

  private static final Key<HealthSpec, Duration> INTERVAL =
      Key.of(
          "interval",
          Shapes.POSITIVE_DURATION,
          spec -> spec.schedule().interval(),
          USUAL.schedule().interval());
  private static final Key<HealthSpec, Duration> RECHECK_INTERVAL =
      Key.of("recheck_interval", Shapes.POSITIVE_DURATION, ofItsOwn(ProbeSchedule::recheck));
  private static final Key<HealthSpec, Duration> TIMEOUT =
      Key.of("timeout", Shapes.POSITIVE_DURATION, ofItsOwn(ProbeSchedule::timeout));
  private static final Key<HealthSpec, Double> JITTER =
      Key.of("jitter", SHARE, spec -> spec.schedule().jitter(), USUAL.schedule().jitter());
  private static final Key<HealthSpec, String> METHOD =
      Key.of("method", Shapes.ANY_TEXT, spec -> spec.request().method(), USUAL.request().method());
  private static final Key<HealthSpec, String> PATH =
      Key.of("path", Shapes.PROBE_PATH, spec -> spec.request().path(), USUAL.request().path());
  private static final Key<HealthSpec, String> HOST =
      Key.of("host", Shapes.ANY_TEXT, spec -> spec.request().host());
  private static final Key<HealthSpec, Integer> PORT =
      Key.of(
          "port",
          Shapes.whole(1, 65535, "1-65535"),
          spec -> spec.request().port().stream().boxed().findAny());
  private static final Key<HealthSpec, Map<String, String>> HEADERS =
      Key.of("headers", Shapes.PROBE_HEADERS, spec -> spec.request().headers(), Map.of());
  private static final Key<HealthSpec, List<StatusRange>> EXPECTED_STATUS =
      Key.of(
          "expected_status",
          StatusShapes.SEVERAL,
          spec -> spec.expect().statuses(),
          USUAL.expect().statuses());
  private static final Key<HealthSpec, String> EXPECTED_TEXT =
      Key.of("expected_text", Shapes.ANY_TEXT, spec -> spec.expect().text(), "");
  private static final Key<HealthSpec, Integer> TEXT_LIMIT =
      Key.of(
          "text_limit",
          Shapes.whole(1, 16 * 1024 * 1024, "1-16777216"),
          spec -> spec.expect().textLimit(),
          USUAL.expect().textLimit());
  private static final Key<HealthSpec, Integer> FAILURE_THRESHOLD =
      Key.of(
          "failure_threshold",
          Shapes.COUNT,
          counting(Consecutive::failureThreshold, Consecutive.DEFAULT.failureThreshold()));
  private static final Key<HealthSpec, Integer> SUCCESS_THRESHOLD =
      Key.of(
          "success_threshold",
          Shapes.whole(1, Integer.MAX_VALUE, ">= 1"),
          counting(Consecutive::successThreshold, Consecutive.DEFAULT.successThreshold()));
  private static final Key<HealthSpec, Integer> WINDOW =
      Key.of("window", Shapes.whole(1, 64, "1-64"), sliding(SlidingWindow::window));
  private static final Key<HealthSpec, Integer> THRESHOLD =
      Key.of("threshold", Shapes.COUNT, sliding(SlidingWindow::threshold));
  private static final Key<HealthSpec, Integer> INITIAL =
      Key.of("initial", Shapes.COUNT, HealthKeys::initial);
  private static final Key<HealthSpec, Boolean> DUMMY =
      Key.of("dummy", Shapes.BOOLEAN, HealthSpec::dummy, false);
  private static final Key<HealthSpec, Boolean> HOLD =
      Key.of("hold_until_first_verdict", Shapes.BOOLEAN, HealthSpec::held, false);
  private static final Key<HealthSpec, String> SHARE_KEY =
      Key.of("share_key", Shapes.ANY_TEXT, HealthSpec::shareKey);

  /** The value of {@code health}. */
  static final Shape<HealthSpec> HEALTH =
      new BlockShape<>(
          new KeyTable<>(
              List.of(
                  INTERVAL,
                  RECHECK_INTERVAL,
                  TIMEOUT,
                  JITTER,
                  METHOD,
                  PATH,
                  HOST,
                  PORT,
                  HEADERS,
                  EXPECTED_STATUS,
                  EXPECTED_TEXT,
                  TEXT_LIMIT,
                  FAILURE_THRESHOLD,
                  SUCCESS_THRESHOLD,
                  WINDOW,
                  THRESHOLD,
                  INITIAL,
                  DUMMY,
                  HOLD,
                  SHARE_KEY)),
          HealthKeys::health);

  private HealthKeys() {}

  /** What differs from the interval, which is its default. */
  private static Function<HealthSpec, Optional<Duration>> ofItsOwn(
      Function<ProbeSchedule, Duration> part) {
    return spec ->
        Optional.of(part.apply(spec.schedule()))
            .filter(value -> !value.equals(spec.schedule().interval()));
  }

  private static Function<HealthSpec, Optional<Integer>> counting(
      Function<Consecutive, Integer> part, int usual) {
    return spec -> of(spec.policy(), Consecutive.class).map(part).filter(value -> value != usual);
  }

  private static Function<HealthSpec, Optional<Integer>> sliding(
      Function<SlidingWindow, Integer> part) {
    return spec -> of(spec.policy(), SlidingWindow.class).map(part);
  }

  private static Optional<Integer> initial(HealthSpec spec) {
    return of(spec.policy(), SlidingWindow.class)
        .filter(policy -> !policy.equals(SlidingWindow.of(policy.window(), policy.threshold())))
        .map(SlidingWindow::initial);
  }

  private static <T extends HealthPolicy> Optional<T> of(HealthPolicy policy, Class<T> kind) {
    return Optional.of(policy).filter(kind::isInstance).map(kind::cast);
  }

  private static Optional<HealthSpec> health(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    HealthSpec.Builder builder = new HealthSpec.Builder();
    bound.get(INTERVAL).ifPresent(builder::interval);
    bound.get(RECHECK_INTERVAL).ifPresent(builder::recheckInterval);
    bound.get(TIMEOUT).ifPresent(builder::timeout);
    bound.get(JITTER).ifPresent(builder::jitter);
    bound.get(METHOD).ifPresent(builder::method);
    bound.get(PATH).ifPresent(builder::path);
    bound.get(HOST).ifPresent(builder::host);
    bound.get(PORT).ifPresent(builder::port);
    bound.get(HEADERS).ifPresent(headers -> headers.forEach(builder::header));
    bound.get(EXPECTED_STATUS).ifPresent(builder::expectedStatus);
    bound.get(EXPECTED_TEXT).ifPresent(builder::expectedText);
    bound.get(TEXT_LIMIT).ifPresent(builder::textLimit);
    verdicts(bound, builder);
    bound.get(DUMMY).ifPresent(builder::dummy);
    bound.get(HOLD).ifPresent(builder::holdUntilFirstVerdict);
    bound.get(SHARE_KEY).ifPresent(builder::shareKey);
    return Optional.of(builder.build());
  }

  private static void verdicts(Bound bound, HealthSpec.Builder builder) {
    bound.get(FAILURE_THRESHOLD).ifPresent(builder::failureThreshold);
    bound.get(SUCCESS_THRESHOLD).ifPresent(builder::successThreshold);
    bound.get(WINDOW).ifPresent(builder::window);
    bound.get(THRESHOLD).ifPresent(builder::threshold);
    bound.get(INITIAL).ifPresent(builder::initial);
  }
}
