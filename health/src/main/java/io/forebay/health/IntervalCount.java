package io.forebay.health;

import io.forebay.health.Ejection.Cause;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an interval brought of one origin.
 *
 * @param origin the origin
 * @param successes exchanges that do not blame it
 * @param failures exchanges that do
 */
record IntervalCount(OriginTally origin, long successes, long failures) {

  long exchanges() {
    return successes + failures;
  }

  private double share() {
    return (double) successes / exchanges();
  }

  /** Which origins stand out, the worst first, and why: a function of the counts alone. */
  static Map<OriginTally, Cause> outliers(List<IntervalCount> counts, OutlierSpec spec) {
    List<IntervalCount> worstFirst =
        counts.stream()
            .filter(count -> count.exchanges() > 0)
            .sorted(Comparator.comparingDouble(IntervalCount::share))
            .toList();
    Map<OriginTally, Cause> outliers = new LinkedHashMap<>();
    compare(worstFirst, spec.successRate(), outliers);
    judge(worstFirst, spec.failurePercentage(), outliers);
    return outliers;
  }

  private static void compare(
      List<IntervalCount> counts, SuccessRate rule, Map<OriginTally, Cause> outliers) {
    List<IntervalCount> enough = with(counts, count -> count.exchanges() >= rule.requestVolume());
    double bound = rule.bound(enough.stream().mapToDouble(IntervalCount::share).toArray());
    for (IntervalCount count : with(enough, count -> count.share() < bound)) {
      outliers.put(count.origin, Cause.SUCCESS_RATE);
    }
  }

  private static void judge(
      List<IntervalCount> counts, FailurePercentage rule, Map<OriginTally, Cause> outliers) {
    List<IntervalCount> enough = with(counts, count -> count.exchanges() >= rule.requestVolume());
    if (rule.judges(enough.size())) {
      for (IntervalCount count :
          with(enough, count -> rule.reached(count.failures, count.exchanges()))) {
        outliers.putIfAbsent(count.origin, Cause.FAILURE_PERCENTAGE);
      }
    }
  }

  private static List<IntervalCount> with(
      List<IntervalCount> counts, Predicate<IntervalCount> property) {
    return counts.stream().filter(property).toList();
  }
}
