package io.forebay.spec;

import java.time.Duration;

/**
 * The limits of an exchange. Immutable. Zero means no limit, but for {@code permit}, where it means
 * no waiting at all; none is negative.
 *
 * @param connect name lookup, dialling, proxy and TLS together; default 10 s ({@code
 *     connect_timeout} in Couper, Fastly and VCL)
 * @param ttfb request fully written to first byte of the response; default 60 s ({@code
 *     ttfb_timeout} in Couper, {@code first_byte_timeout} in Fastly and VCL)
 * @param betweenBytes silence inside the response, or without progress while the request is
 *     written; default 60 s ({@code between_bytes_timeout} in Fastly and VCL)
 * @param total from send to the end of the response body, over all attempts and every wait; default
 *     300 s ({@code timeout} in Couper, {@code fetch_timeout} in Fastly)
 * @param permit waiting for a free connection; default 10 s, zero refuses at once
 * @param attempt one attempt, from connecting to the response's head; default zero, no limit
 */
public record Timeouts(
    Duration connect,
    Duration ttfb,
    Duration betweenBytes,
    Duration total,
    Duration permit,
    Duration attempt) {

  private static final Duration LONGEST = Duration.ofDays(3653);

  /** Couper's defaults, and 10 s for a permit. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(300),
          Duration.ofSeconds(10),
          Duration.ZERO);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Timeouts {
    check("connect_timeout", connect);
    check("ttfb_timeout", ttfb);
    check("between_bytes_timeout", betweenBytes);
    check("timeout", total);
    check("permit_timeout", permit);
    check("attempt_timeout", attempt);
  }

  private static void check(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          name + ": " + Durations.format(value) + " (expected: >= 0)");
    }
    if (value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": longer than 10 years (expected: less, or 0 for no limit)");
    }
  }

  /** The same with another limit for connecting. */
  public Timeouts withConnect(Duration limit) {
    return new Timeouts(limit, ttfb, betweenBytes, total, permit, attempt);
  }

  /** The same with another limit until the first byte. */
  public Timeouts withTtfb(Duration limit) {
    return new Timeouts(connect, limit, betweenBytes, total, permit, attempt);
  }

  /** The same with another limit on silence. */
  public Timeouts withBetweenBytes(Duration limit) {
    return new Timeouts(connect, ttfb, limit, total, permit, attempt);
  }

  /** The same with another total limit. */
  public Timeouts withTotal(Duration limit) {
    return new Timeouts(connect, ttfb, betweenBytes, limit, permit, attempt);
  }

  /** The same with another limit on waiting for a permit. */
  public Timeouts withPermit(Duration limit) {
    return new Timeouts(connect, ttfb, betweenBytes, total, limit, attempt);
  }

  /** The same with another limit on an attempt. */
  public Timeouts withAttempt(Duration limit) {
    return new Timeouts(connect, ttfb, betweenBytes, total, permit, limit);
  }
}
