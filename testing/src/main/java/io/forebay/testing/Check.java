package io.forebay.testing;

import java.time.Duration;
import java.util.Objects;

/** Refuses arguments out of range, with the name, the value and the range. */
final class Check {
  private Check() {}

  static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d..%d)".formatted(name, value, least, most));
    }
  }

  static void notNegative(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isNegative()) {
      throw new IllegalArgumentException("%s: %s (expected: >= 0)".formatted(name, value));
    }
  }

  static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s: %d (expected: >= 0)".formatted(name, value));
    }
  }
}
