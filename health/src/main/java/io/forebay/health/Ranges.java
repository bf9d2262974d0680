package io.forebay.health;

import java.time.Duration;

/** Checks that settings are in their ranges. */
final class Ranges {
  private static final Duration LONGEST = Duration.ofDays(3653);

  private Ranges() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + "-" + most + ")");
    }
  }

  static void between(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + "-" + most + ")");
    }
  }

  static void positive(String name, Duration value) {
    if (value.isZero()) {
      throw new IllegalArgumentException(name + ": 0ms (expected: above zero)");
    }
    notNegative(name, value, "above zero");
  }

  static void notNegative(String name, Duration value) {
    notNegative(name, value, ">= 0");
  }

  private static void notNegative(String name, Duration value, String expected) {
    if (value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + ": longer than 10 years (expected: less)");
    }
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          name + ": " + millis(value) + " (expected: " + expected + ")");
    }
  }

  static void atMost(String name, Duration value, String limit, Duration most) {
    if (value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name
              + ": "
              + millis(value)
              + " (expected: at most the "
              + limit
              + ", "
              + millis(most)
              + ")");
    }
  }

  private static String millis(Duration value) {
    return value.toMillis() + "ms";
  }
}
