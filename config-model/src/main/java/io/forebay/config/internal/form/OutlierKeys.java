package io.forebay.config.internal.form;

import io.forebay.health.EjectionTime;
import io.forebay.health.ErrorRuns;
import io.forebay.health.FailurePercentage;
import io.forebay.health.OutlierSpec;
import io.forebay.health.SuccessRate;
import io.forebay.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The keys of {@code outlier}. */
final class OutlierKeys {
  private static final OutlierSpec USUAL = OutlierSpec.DEFAULT;
  private static final OutlierSpec NEVER = new OutlierSpec.Builder().maxEjectedPercent(0).build();

  private static final Key<OutlierSpec, Integer> ERRORS =
      run("consecutive_errors", ErrorRuns::errors);
  private static final Key<OutlierSpec, Integer> GATEWAY_ERRORS =
      run("consecutive_gateway_errors", ErrorRuns::gatewayErrors);
  private static final Key<OutlierSpec, Integer> LOCAL_ERRORS =
      run("consecutive_local_errors", ErrorRuns::localErrors);

  private static final SuccessRate RATE = SuccessRate.DEFAULT;
  private static final Key<SuccessRate, Double> STDEV_FACTOR =
      Key.of(
          "stdev_factor",
          CheckedShapes.decimal(n -> new SuccessRate(n, 0, 1, 1)),
          SuccessRate::stdevFactor,
          RATE.stdevFactor());
  private static final Key<SuccessRate, Integer> MARGIN =
      Key.of(
          "margin",
          CheckedShapes.whole(n -> new SuccessRate(0, n, 1, 1)),
          SuccessRate::margin,
          RATE.margin());
  private static final Key<SuccessRate, Integer> RATE_VOLUME =
      Key.of(
          "request_volume",
          CheckedShapes.whole(n -> new SuccessRate(0, 0, n, 1)),
          SuccessRate::requestVolume,
          RATE.requestVolume());
  private static final Key<SuccessRate, Integer> RATE_ORIGINS =
      Key.of(
          "minimum_origins",
          CheckedShapes.whole(n -> new SuccessRate(0, 0, 1, n)),
          SuccessRate::minimumOrigins,
          RATE.minimumOrigins());
  private static final Key<OutlierSpec, SuccessRate> SUCCESS_RATE =
      Key.of(
          "success_rate",
          CheckedShapes.block(
              List.of(STDEV_FACTOR, MARGIN, RATE_VOLUME, RATE_ORIGINS), OutlierKeys::successRate),
          OutlierSpec::successRate,
          USUAL.successRate());

  private static final FailurePercentage PERCENTAGE = FailurePercentage.DEFAULT;
  private static final Key<FailurePercentage, Integer> THRESHOLD =
      Key.of(
          "threshold",
          CheckedShapes.whole(n -> new FailurePercentage(n, 1, 1)),
          FailurePercentage::threshold,
          PERCENTAGE.threshold());
  private static final Key<FailurePercentage, Integer> PERCENTAGE_VOLUME =
      Key.of(
          "request_volume",
          CheckedShapes.whole(n -> new FailurePercentage(0, n, 1)),
          FailurePercentage::requestVolume,
          PERCENTAGE.requestVolume());
  private static final Key<FailurePercentage, Integer> PERCENTAGE_ORIGINS =
      Key.of(
          "minimum_origins",
          CheckedShapes.whole(n -> new FailurePercentage(0, 1, n)),
          FailurePercentage::minimumOrigins,
          PERCENTAGE.minimumOrigins());
  private static final Key<OutlierSpec, FailurePercentage> FAILURE_PERCENTAGE =
      Key.of(
          "failure_percentage",
          CheckedShapes.block(
              List.of(THRESHOLD, PERCENTAGE_VOLUME, PERCENTAGE_ORIGINS),
              OutlierKeys::failurePercentage),
          OutlierSpec::failurePercentage,
          USUAL.failurePercentage());

  private static final EjectionTime TIME = EjectionTime.DEFAULT;
  private static final Key<EjectionTime, Duration> BASE =
      Key.of(
          "base",
          CheckedShapes.duration(base -> new EjectionTime(base, base, Duration.ZERO)),
          EjectionTime::base,
          TIME.base());
  private static final Key<EjectionTime, Duration> MAX =
      Key.of(
          "max",
          CheckedShapes.duration(max -> new EjectionTime(max, max, Duration.ZERO)),
          EjectionTime::longest,
          TIME.longest());
  private static final Key<EjectionTime, Duration> JITTER =
      Key.of(
          "jitter",
          CheckedShapes.duration(jitter -> new EjectionTime(TIME.base(), TIME.longest(), jitter)),
          EjectionTime::jitter,
          TIME.jitter());
  private static final Key<OutlierSpec, EjectionTime> EJECTION =
      Key.of(
          "ejection",
          CheckedShapes.block(List.of(BASE, MAX, JITTER), OutlierKeys::ejection),
          OutlierSpec::ejection,
          USUAL.ejection());

  private static final Key<OutlierSpec, Integer> MAX_EJECTED =
      Key.of(
          "max_ejected_percent",
          CheckedShapes.whole(n -> new OutlierSpec.Builder().maxEjectedPercent(n).build()),
          OutlierSpec::maxEjectedPercent,
          USUAL.maxEjectedPercent());
  private static final Key<OutlierSpec, Duration> INTERVAL =
      Key.of(
          "interval",
          CheckedShapes.duration(time -> new OutlierSpec.Builder().interval(time).build()),
          OutlierSpec::interval,
          USUAL.interval());
  private static final Key<OutlierSpec, Boolean> PROBES_READMIT =
      Key.of("probes_readmit", Shapes.BOOLEAN, OutlierSpec::probesReadmit, USUAL.probesReadmit());

  /** The value of {@code outlier}; {@code false}: none is ever ejected. */
  static final Shape<OutlierSpec> OUTLIER =
      ShortShape.switched(
          USUAL,
          NEVER,
          CheckedShapes.block(
              List.of(
                  ERRORS,
                  GATEWAY_ERRORS,
                  LOCAL_ERRORS,
                  SUCCESS_RATE,
                  FAILURE_PERCENTAGE,
                  EJECTION,
                  MAX_EJECTED,
                  INTERVAL,
                  PROBES_READMIT),
              OutlierKeys::outlier));

  private OutlierKeys() {}

  private static Key<OutlierSpec, Integer> run(String name, Function<ErrorRuns, Integer> part) {
    return Key.of(
        name,
        CheckedShapes.whole(n -> new ErrorRuns(n, n, n)),
        spec -> part.apply(spec.runs()),
        part.apply(USUAL.runs()));
  }

  private static SuccessRate successRate(Bound bound) {
    return new SuccessRate(
        bound.get(STDEV_FACTOR).orElse(RATE.stdevFactor()),
        bound.get(MARGIN).orElse(RATE.margin()),
        bound.get(RATE_VOLUME).orElse(RATE.requestVolume()),
        bound.get(RATE_ORIGINS).orElse(RATE.minimumOrigins()));
  }

  private static FailurePercentage failurePercentage(Bound bound) {
    return new FailurePercentage(
        bound.get(THRESHOLD).orElse(PERCENTAGE.threshold()),
        bound.get(PERCENTAGE_VOLUME).orElse(PERCENTAGE.requestVolume()),
        bound.get(PERCENTAGE_ORIGINS).orElse(PERCENTAGE.minimumOrigins()));
  }

  private static EjectionTime ejection(Bound bound) {
    Duration base = bound.get(BASE).orElse(TIME.base());
    Duration longest = bound.get(MAX).orElse(TIME.longest());
    if (base.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "base: "
              + Durations.format(base)
              + " (expected: at most max, "
              + Durations.format(longest)
              + ")");
    }
    return new EjectionTime(base, longest, bound.get(JITTER).orElse(TIME.jitter()));
  }

  private static OutlierSpec outlier(Bound bound) {
    OutlierSpec.Builder builder = new OutlierSpec.Builder();
    bound.get(ERRORS).ifPresent(builder::consecutiveErrors);
    bound.get(GATEWAY_ERRORS).ifPresent(builder::consecutiveGatewayErrors);
    bound.get(LOCAL_ERRORS).ifPresent(builder::consecutiveLocalErrors);
    bound.get(SUCCESS_RATE).ifPresent(builder::successRate);
    bound.get(FAILURE_PERCENTAGE).ifPresent(builder::failurePercentage);
    bound.get(EJECTION).ifPresent(builder::ejection);
    bound.get(MAX_EJECTED).ifPresent(builder::maxEjectedPercent);
    bound.get(INTERVAL).ifPresent(builder::interval);
    bound.get(PROBES_READMIT).ifPresent(builder::probesReadmit);
    return builder.build();
  }
}
