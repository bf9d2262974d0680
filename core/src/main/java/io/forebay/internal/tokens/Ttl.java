package io.forebay.internal.tokens;

import io.forebay.spec.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For how long a token holds, whatever is said about that. In nanoseconds. */
final class Ttl {
  private static final long SECOND = 1_000_000_000L;
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  /** Where nothing usable is said: tokens that live shorter are hardly ever issued. */
  private static final long UNSAID = 60 * SECOND;

  private Ttl() {}

  /** Of {@code expires_in}: seconds, as a number or a text of digits. */
  static long expiresIn(@Nullable Object said) {
    if (said instanceof BigDecimal seconds) {
      return seconds(seconds);
    }
    return said instanceof String text && text.matches("[0-9]{1,18}")
        ? seconds(new BigDecimal(text))
        : UNSAID;
  }

  /**
   * Of a token request, whose words it throws.
   *
   * @throws IllegalArgumentException if it is no time
   */
  static long of(@Nullable Object said) {
    if (said == null) {
      throw new IllegalArgumentException("ttl expression evaluates to null");
    }
    if (said instanceof Duration time) {
      return seconds(new BigDecimal(time.toNanos()).movePointLeft(9));
    }
    if (said instanceof Number number) {
      return seconds(new BigDecimal(number.toString()));
    }
    if (!(said instanceof String text)) {
      throw new IllegalArgumentException("ttl expression must evaluate to a string");
    }
    if (text.matches("[0-9]{1,18}")) {
      return seconds(new BigDecimal(text));
    }
    try {
      return of(Durations.parse(text));
    } catch (IllegalArgumentException e) {
      // It repeats what was answered, and that may be the token.
      throw new IllegalArgumentException("ttl: time: invalid duration (expected: such as 30s)");
    }
  }

  /** Whole seconds, at most a day. */
  private static long seconds(BigDecimal seconds) {
    return seconds.signum() <= 0 ? 0 : seconds.min(DAY).longValue() * SECOND;
  }
}
