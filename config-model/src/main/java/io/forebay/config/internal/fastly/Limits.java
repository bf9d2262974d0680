package io.forebay.config.internal.fastly;

import io.forebay.spec.Durations;
import java.time.Duration;

/** Durations as whole milliseconds or seconds, never shorter than they are. */
final class Limits {
  /** What stands for no limit, where Fastly does not say what zero means: 10 min. */
  private static final long NO_LIMIT = 600_000;

  private Limits() {}

  static long ceilMillis(Duration value) {
    Duration whole = Duration.ofMillis(value.toMillis());
    return whole.toMillis() + (whole.equals(value) ? 0 : 1);
  }

  /** A limit in milliseconds, at least 1. */
  static long limit(String key, Duration value, Remarks remarks) {
    if (value.isZero()) {
      remarks.add(key, "no limit: written as " + NO_LIMIT + " ms");
      return NO_LIMIT;
    }
    return millis(key, value, remarks);
  }

  /** A duration in milliseconds. */
  static long millis(String key, Duration value, Remarks remarks) {
    long millis = Math.min(ceilMillis(value), BackendReader.MOST_MILLIS);
    if (!Duration.ofMillis(millis).equals(value)) {
      remarks.add(key, Durations.format(value) + ": written as " + millis + " ms");
    }
    return millis;
  }

  /** A duration in seconds. */
  static long seconds(String key, Duration value, long most, Remarks remarks) {
    long ceil = value.getSeconds() + (value.getNano() == 0 ? 0 : 1);
    long seconds = Math.min(ceil, most);
    if (!Duration.ofSeconds(seconds).equals(value)) {
      remarks.add(key, Durations.format(value) + ": written as " + seconds + " s");
    }
    return seconds;
  }
}
