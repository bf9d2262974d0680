package io.forebay.spec;

import java.time.Duration;

/**
 * How the origin's name becomes addresses. Immutable.
 *
 * @param ttl how long an answer is used before the resolver is asked again; default 30 s, zero asks
 *     for every connection. Connections to addresses that are gone are retired. When the resolver
 *     fails, the last good answer is used on
 * @param publicOnly whether private, loopback, link-local and other special addresses are refused
 *     when dialling; default false (a guard against requests forged towards the inside)
 */
public record DnsSpec(Duration ttl, boolean publicOnly) {

  /** Half a minute, and any address. */
  public static final DnsSpec DEFAULT = new DnsSpec(Duration.ofSeconds(30), false);

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DnsSpec {
    if (ttl.isNegative()) {
      throw new IllegalArgumentException("dns_ttl: " + Durations.format(ttl) + " (expected: >= 0)");
    }
  }
}
