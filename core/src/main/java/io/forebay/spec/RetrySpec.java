package io.forebay.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when an exchange is attempted again. Immutable.
 *
 * @param attempts most attempts of an exchange, the first included; default 2, 1 to 10, 1: no
 *     retries
 * @param on what another attempt is made after; default {@link RetryOn#DEFAULT}
 * @param backoff the pause before it; default {@link Backoff#DEFAULT}
 * @param budget how many a backend may make in all; default {@link RetryBudgetSpec#DEFAULT}
 * @param retryAfterCap longest {@code Retry-After} that is waited for (RFC 9110 section 10.2.3);
 *     after a longer one the response is handed on. Default 10 s, 0 to 1 h, zero: the header is not
 *     looked at
 * @param hedge a second attempt beside a slow one; default empty: none. It counts as one of the
 *     attempts
 * @param deadlineHeader the request header that tells the origin how many milliseconds are left of
 *     {@code timeout}; default empty: none is sent
 */
public record RetrySpec(
    int attempts,
    RetryOn on,
    Backoff backoff,
    RetryBudgetSpec budget,
    Duration retryAfterCap,
    Optional<HedgeSpec> hedge,
    Optional<String> deadlineHeader) {

  /** One retry of what is safe to repeat, for one exchange in ten. */
  public static final RetrySpec DEFAULT =
      new RetrySpec(
          2,
          RetryOn.DEFAULT,
          Backoff.DEFAULT,
          RetryBudgetSpec.DEFAULT,
          Duration.ofSeconds(10),
          Optional.empty(),
          Optional.empty());

  /** No second attempt. */
  public static final RetrySpec NONE = DEFAULT.withAttempts(1);

  private static final int MOST_ATTEMPTS = 10;

  /**
   * Checks the numbers and the header.
   *
   * @throws IllegalArgumentException if one is out of its range, no request may carry the header,
   *     or a hedge is wanted with a single attempt
   */
  public RetrySpec {
    Ranges.between("retries.attempts", attempts, 1, MOST_ATTEMPTS);
    Ranges.upToAnHour("retries.retry_after_cap", retryAfterCap);
    if (attempts == 1 && hedge.isPresent()) {
      throw new IllegalArgumentException(
          "retries.hedge: none with retries.attempts: 1 (expected: 2-" + MOST_ATTEMPTS + ")");
    }
    Optional<String> problem = deadlineHeader.flatMap(HeaderNames::problemInRequest);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("retries.deadline_header: " + problem.get());
    }
  }

  /** The same with another number of attempts. */
  public RetrySpec withAttempts(int most) {
    return new RetrySpec(most, on, backoff, budget, retryAfterCap, hedge, deadlineHeader);
  }

  /** The same after other things. */
  public RetrySpec withOn(RetryOn reasons) {
    return new RetrySpec(attempts, reasons, backoff, budget, retryAfterCap, hedge, deadlineHeader);
  }

  /** The same with another pause. */
  public RetrySpec withBackoff(Backoff pause) {
    return new RetrySpec(attempts, on, pause, budget, retryAfterCap, hedge, deadlineHeader);
  }

  /** The same with another budget. */
  public RetrySpec withBudget(RetryBudgetSpec most) {
    return new RetrySpec(attempts, on, backoff, most, retryAfterCap, hedge, deadlineHeader);
  }

  /** The same with another longest {@code Retry-After}. */
  public RetrySpec withRetryAfterCap(Duration longest) {
    return new RetrySpec(attempts, on, backoff, budget, longest, hedge, deadlineHeader);
  }

  /** The same with a hedge. */
  public RetrySpec withHedge(HedgeSpec beside) {
    return withHedge(Optional.of(beside));
  }

  /** The same without a hedge. */
  public RetrySpec withoutHedge() {
    return withHedge(Optional.empty());
  }

  private RetrySpec withHedge(Optional<HedgeSpec> beside) {
    return new RetrySpec(attempts, on, backoff, budget, retryAfterCap, beside, deadlineHeader);
  }

  /** The same, telling the origin what is left in this header. */
  public RetrySpec withDeadlineHeader(String name) {
    return new RetrySpec(attempts, on, backoff, budget, retryAfterCap, hedge, Optional.of(name));
  }
}
