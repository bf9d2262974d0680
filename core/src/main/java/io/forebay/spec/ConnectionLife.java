package io.forebay.spec;

import java.time.Duration;

/**
 * How long a connection is used. Immutable. Checked when a connection would be reused; an exchange
 * under way is never cut.
 *
 * @param keepaliveTime longest idle time; default 60 s, zero closes a connection as soon as it is
 *     idle (Fastly {@code keepalive_time})
 * @param maxLifetime longest time since dialling, up to a tenth less by chance so that connections
 *     do not end all at once; default zero, no limit (Fastly {@code max_lifetime})
 * @param maxUse most exchanges; default 0, no limit. Soft on HTTP/2, where exchanges already under
 *     way count late (Fastly {@code max_use})
 * @param reuse whether a connection serves more than one exchange; default true (the opposite of
 *     Couper {@code disable_connection_reuse})
 */
public record ConnectionLife(
    Duration keepaliveTime, Duration maxLifetime, int maxUse, boolean reuse) {

  /** A minute of idleness, and no other limit. */
  public static final ConnectionLife DEFAULT =
      new ConnectionLife(Duration.ofSeconds(60), Duration.ZERO, 0, true);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ConnectionLife {
    if (keepaliveTime.isNegative()) {
      throw new IllegalArgumentException(
          "keepalive_time: " + Durations.format(keepaliveTime) + " (expected: >= 0)");
    }
    if (maxLifetime.isNegative()) {
      throw new IllegalArgumentException(
          "max_lifetime: " + Durations.format(maxLifetime) + " (expected: >= 0)");
    }
    if (maxUse < 0) {
      throw new IllegalArgumentException("max_use: " + maxUse + " (expected: >= 0)");
    }
  }

  /** The same with another idle time. */
  public ConnectionLife withKeepaliveTime(Duration time) {
    return new ConnectionLife(time, maxLifetime, maxUse, reuse);
  }

  /** The same with another lifetime. */
  public ConnectionLife withMaxLifetime(Duration time) {
    return new ConnectionLife(keepaliveTime, time, maxUse, reuse);
  }

  /** The same with another number of exchanges. */
  public ConnectionLife withMaxUse(int most) {
    return new ConnectionLife(keepaliveTime, maxLifetime, most, reuse);
  }

  /** The same, reusing connections or not. */
  public ConnectionLife withReuse(boolean use) {
    return new ConnectionLife(keepaliveTime, maxLifetime, maxUse, use);
  }
}
