package io.forebay.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: Go's grammar, a sequence of decimal numbers with a unit ({@code
 * ns}, {@code us}, {@code µs}, {@code ms}, {@code s}, {@code m}, {@code h}), such as {@code 1h30m}
 * or {@code 1.5s}; a bare {@code 0} is zero.
 *
 * <p>Source: Go {@code time.ParseDuration}, which Couper's timing attributes use.
 */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^0-9.]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final BigInteger MAX_NANOS = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MAX_LENGTH = 64;

  private Durations() {}

  /**
   * Reads a duration that is not negative.
   *
   * @throws IllegalArgumentException with Go's wording if the text is no duration, is negative, or
   *     is longer than 292 years; the message does not name the attribute
   */
  public static Duration parse(String text) {
    if (text.startsWith("-") && text.length() <= MAX_LENGTH) {
      if (parseAmount(text.substring(1), text).isZero()) {
        return Duration.ZERO;
      }
      throw new IllegalArgumentException("cannot be negative: '" + text + "'");
    }
    return parseAmount(text.startsWith("+") ? text.substring(1) : text, text);
  }

  private static Duration parseAmount(String amount, String whole) {
    if (amount.equals("0")) {
      return Duration.ZERO;
    }
    if (amount.isEmpty() || amount.length() > MAX_LENGTH) {
      throw invalid(whole);
    }
    Matcher part = PART.matcher(amount);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < amount.length()) {
      if (!part.find(end) || part.start() != end) {
        throw invalid(whole);
      }
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2), whole)));
      end = part.end();
    }
    BigInteger total = nanos.setScale(0, RoundingMode.DOWN).toBigInteger();
    if (total.compareTo(MAX_NANOS) > 0) {
      throw invalid(whole);
    }
    return Duration.ofNanos(total.longValueExact());
  }

  private static BigDecimal unit(String name, String whole) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("time: missing unit in duration \"" + shown(whole) + "\"");
    }
    Long nanos = UNITS.get(name);
    if (nanos == null) {
      throw new IllegalArgumentException(
          "time: unknown unit \"" + name + "\" in duration \"" + shown(whole) + "\"");
    }
    return BigDecimal.valueOf(nanos);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("time: invalid duration \"" + shown(text) + "\"");
  }

  private static String shown(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "\u2026";
  }

  /**
   * Writes a duration so that {@link #parse} returns it: {@code 1h30m}, {@code 1.5s}, {@code
   * 250ms}, {@code 0s}.
   */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      return "-" + format(duration.negated());
    }
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return formatBelowSecond(duration.toNanos());
    }
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutesPart() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    if (duration.toSecondsPart() > 0 || duration.toNanosPart() > 0) {
      BigDecimal seconds =
          BigDecimal.valueOf(duration.toSecondsPart())
              .add(BigDecimal.valueOf(duration.toNanosPart(), 9));
      text.append(plain(seconds)).append('s');
    }
    return text.toString();
  }

  private static String formatBelowSecond(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? plain(BigDecimal.valueOf(nanos, 3)) + "us"
        : plain(BigDecimal.valueOf(nanos, 6)) + "ms";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
