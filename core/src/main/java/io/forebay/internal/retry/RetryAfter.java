package io.forebay.internal.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date in one of HTTP's three forms (RFC 9110 5.6.7). */
final class RetryAfter {
  private static final int MOST_LENGTH = 40;
  private static final int MOST_DIGITS = 9; // More seconds than that are as good as never.
  private static final long NANOS = 1_000_000_000;

  private static final Locale NAMES = Locale.US; // The root has no long names of days.

  private static final DateTimeFormatter IMF = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
  private static final DateTimeFormatter ASCTIME = format("EEE MMM ppd HH:mm:ss yyyy");

  private RetryAfter() {}

  /** Nanoseconds to wait; 0 for a date that is over, empty if the text is neither. */
  static OptionalLong nanos(String text, Instant wallTime) {
    String value = text.strip();
    if (value.isEmpty() || value.length() > MOST_LENGTH) {
      return OptionalLong.empty();
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(seconds(value));
    }
    for (DateTimeFormatter form : List.of(IMF, rfc850(wallTime), ASCTIME)) {
      Instant until = parse(value, form);
      if (until != null) {
        return OptionalLong.of(between(wallTime, until));
      }
    }
    return OptionalLong.empty();
  }

  private static @Nullable Instant parse(String text, DateTimeFormatter form) {
    try {
      return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null; // Another form, perhaps.
    }
  }

  private static long seconds(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    return number.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(number) * NANOS;
  }

  private static long between(Instant from, Instant until) {
    if (!until.isAfter(from)) {
      return 0;
    }
    Duration time = Duration.between(from, until);
    return time.toDays() > 10_000 ? Long.MAX_VALUE : time.toNanos();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, NAMES);
  }

  /** Two digits mean the year that is at most 50 years ahead (RFC 9110 section 5.6.7). */
  private static DateTimeFormatter rfc850(Instant wallTime) {
    int first = ZonedDateTime.ofInstant(wallTime, ZoneOffset.UTC).getYear() - 49;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, first)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(NAMES);
  }
}
