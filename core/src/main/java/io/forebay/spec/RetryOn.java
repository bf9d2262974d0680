package io.forebay.spec;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What another attempt is made after. Immutable.
 *
 * <p>A request may be <em>repeated</em>, although the origin may have acted on it, if its method is
 * idempotent (RFC 9110 section 9.2.2) or listed here. What we refused ourselves, the caller gave
 * up, or a body that broke off is never a reason.
 *
 * @param unprocessed whether any method is sent again that the origin certainly did not look at,
 *     such as one that met no connection or an HTTP/2 stream refused; default true
 * @param lostConnection whether what may be repeated is, after a connection that broke or was reset
 *     before the response; default true
 * @param statuses the statuses after which what may be repeated is; default 502, 503, 504. 400 to
 *     599, none: no response is a reason
 * @param timeLimits whether what may be repeated is, after {@code ttfb_timeout}, {@code
 *     attempt_timeout} or {@code between_bytes_timeout} before the response; default false, because
 *     a slow origin gets slower by it
 * @param methods methods that may be repeated although they are not idempotent, such as {@code
 *     POST} to an origin that knows repetitions; default none
 */
public record RetryOn(
    boolean unprocessed,
    boolean lostConnection,
    Set<Integer> statuses,
    boolean timeLimits,
    Set<String> methods) {

  /** Unprocessed requests, lost connections, 502, 503 and 504. */
  public static final RetryOn DEFAULT =
      new RetryOn(true, true, Set.of(502, 503, 504), false, Set.of());

  private static final int LEAST_STATUS = 400;
  private static final int MOST_STATUS = 599;

  /**
   * Copies the sets and checks them.
   *
   * @throws IllegalArgumentException if a status is out of its range, or a method is none
   */
  public RetryOn {
    statuses = Collections.unmodifiableSet(new TreeSet<>(statuses));
    methods = Collections.unmodifiableSet(new TreeSet<>(methods));
    for (int status : statuses) {
      Ranges.between("retries.on.statuses", status, LEAST_STATUS, MOST_STATUS);
    }
    for (String method : methods) {
      if (!Tokens.isToken(method)) {
        throw new IllegalArgumentException(
            "retries.on.methods: not a method (expected: such as POST)");
      }
    }
  }

  /** The same, with or without any method after what was certainly not processed. */
  public RetryOn withUnprocessed(boolean again) {
    return new RetryOn(again, lostConnection, statuses, timeLimits, methods);
  }

  /** The same, with or without a lost connection. */
  public RetryOn withLostConnection(boolean again) {
    return new RetryOn(unprocessed, again, statuses, timeLimits, methods);
  }

  /** The same after other statuses. */
  public RetryOn withStatuses(Set<Integer> codes) {
    return new RetryOn(unprocessed, lostConnection, codes, timeLimits, methods);
  }

  /** The same, with or without limits that ran out. */
  public RetryOn withTimeLimits(boolean again) {
    return new RetryOn(unprocessed, lostConnection, statuses, again, methods);
  }

  /** The same for other methods that are not idempotent. */
  public RetryOn withMethods(Set<String> names) {
    return new RetryOn(unprocessed, lostConnection, statuses, timeLimits, names);
  }
}
