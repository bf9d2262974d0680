package io.forebay.spec;

import java.time.Duration;

/** Checks that settings are in their ranges. */
final class Ranges {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private Ranges() {}

  static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + "-" + most + ")");
    }
  }

  static void upToAnHour(String name, Duration value) {
    if (value.isNegative() || value.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(
          name + ": " + Durations.format(value) + " (expected: 0-1h)");
    }
  }

  static void upToADay(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(DAY) > 0) {
      String range = Durations.format(least) + "-24h";
      throw new IllegalArgumentException(
          name + ": " + Durations.format(value) + " (expected: " + range + ")");
    }
  }
}
