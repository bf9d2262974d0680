package io.forebay.health;

import io.forebay.health.Ejection.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outlier detection as one would write it down: one thread, plain fields, no packing. */
final class NaiveOutliers {
  static final class Origin {
    int errors;
    int gatewayErrors;
    int localErrors;
    int inARow;
    @Nullable Cause out;
    long until;
    boolean wasOut;
    long successes;
    long failures;

    void clear() {
      errors = 0;
      gatewayErrors = 0;
      localErrors = 0;
    }

    double share() {
      return (double) successes / (successes + failures);
    }
  }

  final List<Origin> origins = new ArrayList<>();
  private final OutlierSpec spec;
  private long intervalEnds;

  NaiveOutliers(OutlierSpec spec, long now) {
    this.spec = spec;
    intervalEnds = now + spec.interval().toNanos();
  }

  long out() {
    return origins.stream().filter(origin -> origin.out != null).count();
  }

  @Nullable Cause report(Origin origin, OriginSignal signal, long now, double chance) {
    if (origin.out != null) {
      return null;
    }
    count(origin, signal);
    Cause cause = cause(origin);
    return cause != null && eject(origin, cause, now, chance) ? cause : null;
  }

  private static void count(Origin origin, OriginSignal signal) {
    if (signal == OriginSignal.SUCCESS) {
      origin.clear();
      origin.successes++;
      return;
    }
    origin.failures++;
    origin.errors++;
    if (signal == OriginSignal.LOCAL_ERROR) {
      origin.localErrors++;
    } else {
      origin.localErrors = 0;
      origin.gatewayErrors = signal == OriginSignal.GATEWAY_ERROR ? origin.gatewayErrors + 1 : 0;
    }
  }

  private @Nullable Cause cause(Origin origin) {
    ErrorRuns runs = spec.runs();
    if (runs.localErrors() > 0 && origin.localErrors >= runs.localErrors()) {
      return Cause.LOCAL_ERRORS;
    }
    if (runs.gatewayErrors() > 0 && origin.gatewayErrors >= runs.gatewayErrors()) {
      return Cause.GATEWAY_ERRORS;
    }
    return runs.errors() > 0 && origin.errors >= runs.errors() ? Cause.ERRORS : null;
  }

  private boolean eject(Origin origin, Cause cause, long now, double chance) {
    if (origin.out != null || out() >= places()) {
      return false;
    }
    long base = spec.ejection().base().toNanos();
    long longest = spec.ejection().longest().toNanos();
    if (origin.inARow < 2 || base * origin.inARow < longest) {
      origin.inARow++;
    }
    long jitter = (long) (spec.ejection().jitter().toNanos() * chance);
    origin.until = now + Math.min(base * origin.inARow, longest) + jitter;
    origin.out = cause;
    origin.wasOut = true;
    return true;
  }

  private long places() {
    int all = origins.size();
    return switch (spec.maxEjectedPercent()) {
      case 0 -> 0;
      case 100 -> all;
      default -> Math.min(all - 1, Math.max(1, all * spec.maxEjectedPercent() / 100));
    };
  }

  boolean probed(Origin origin, boolean before, boolean after) {
    boolean lost = origin.out == Cause.LOCAL_ERRORS && origin.inARow == 1;
    if (origin.out == null || !after || !spec.probesReadmit() || (before && !lost)) {
      return false;
    }
    readmit(origin);
    return true;
  }

  private static void readmit(Origin origin) {
    origin.out = null;
    origin.clear();
    origin.successes = 0;
    origin.failures = 0;
  }

  /** What is ejected by the sweep, in order. */
  List<Origin> sweep(long now, double chance) {
    origins.stream().filter(o -> o.out != null && o.until <= now).forEach(NaiveOutliers::readmit);
    List<Origin> out = new ArrayList<>();
    if (now < intervalEnds) {
      return out;
    }
    intervalEnds = now + spec.interval().toNanos();
    for (Origin origin : origins) {
      if (!origin.wasOut && origin.inARow > 0) {
        origin.inARow--;
      }
      origin.wasOut = origin.out != null;
    }
    List<Origin> used =
        origins.stream()
            .filter(o -> o.out == null && o.successes + o.failures > 0)
            .sorted(Comparator.comparingDouble(Origin::share))
            .toList();
    List<Origin> bySuccess = farBelow(used);
    List<Origin> byFailure = failing(used);
    eject(bySuccess, Cause.SUCCESS_RATE, now, chance, out);
    eject(byFailure, Cause.FAILURE_PERCENTAGE, now, chance, out);
    origins.forEach(
        origin -> {
          origin.successes = 0;
          origin.failures = 0;
        });
    return out;
  }

  private void eject(List<Origin> which, Cause cause, long now, double chance, List<Origin> out) {
    for (Origin origin : which) {
      if (eject(origin, cause, now, chance)) {
        out.add(origin);
      }
    }
  }

  private List<Origin> farBelow(List<Origin> used) {
    SuccessRate rule = spec.successRate();
    List<Origin> enough =
        used.stream().filter(o -> o.successes + o.failures >= rule.requestVolume()).toList();
    if (rule.stdevFactor() == 0 || enough.size() < rule.minimumOrigins()) {
      return List.of();
    }
    double mean = enough.stream().mapToDouble(Origin::share).average().orElseThrow();
    double variance =
        enough.stream().mapToDouble(o -> Math.pow(o.share() - mean, 2)).average().orElseThrow();
    double far = Math.max(rule.margin() / 100.0, rule.stdevFactor() * Math.sqrt(variance));
    return enough.stream().filter(o -> o.share() < mean - far - 1e-9).toList();
  }

  private List<Origin> failing(List<Origin> used) {
    FailurePercentage rule = spec.failurePercentage();
    List<Origin> enough =
        used.stream().filter(o -> o.successes + o.failures >= rule.requestVolume()).toList();
    if (rule.threshold() == 0 || enough.size() < rule.minimumOrigins()) {
      return List.of();
    }
    return enough.stream()
        .filter(o -> 100 * o.failures >= rule.threshold() * (o.successes + o.failures))
        .toList();
  }
}
