package io.forebay.config.internal.vcl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations of VCL: a decimal number and a unit. A year has 365 days, and what 64 bits of
 * nanoseconds cannot hold is cut to what they can.
 */
final class Rtime {
  /** What is expected where there is none. */
  static final String EXPECTED =
      "a number with one of the units ms, s, m, h, d, w, y, without quotes";

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,64}(\\.[0-9]{1,64})?");

  private Rtime() {}

  /** The duration; empty if it is none. */
  static Optional<Duration> of(Given.Amount number) {
    Duration unit = UNITS.get(number.unit());
    if (unit == null || !DECIMAL.matcher(number.text()).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(number.text()).multiply(BigDecimal.valueOf(unit.toNanos()));
    long whole = nanos.min(MOST).max(MOST.negate()).setScale(0, RoundingMode.DOWN).longValue();
    return Optional.of(Duration.ofNanos(whole));
  }

  /** The text: whole seconds, else milliseconds. Of at most 292 years. */
  static String text(Duration duration) {
    if (duration.toNanosPart() == 0) {
      return duration.toSeconds() + "s";
    }
    BigDecimal millis = BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros();
    return millis.toPlainString() + "ms";
  }
}
