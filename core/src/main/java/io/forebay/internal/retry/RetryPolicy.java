package io.forebay.internal.retry;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.internal.retry.Ending.Answered;
import io.forebay.internal.retry.Ending.Failed;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Whether an exchange is attempted again, and after which pause. Immutable, thread-safe.
 *
 * <p>It says what is safe and makes sense for one exchange. What all of a backend may do together
 * says {@link RetryBudget}, which is to be asked after this one.
 */
public final class RetryPolicy {
  /** What is left of an exchange without a limit in all. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final OptionalLong NO = OptionalLong.empty();
  private static final int MOST_DOUBLINGS = 30;

  private final RetrySpec spec;
  private final long base;
  private final long max;
  private final long cap;

  /** Prepares the rules. */
  public RetryPolicy(RetrySpec spec) {
    this.spec = spec;
    base = spec.backoff().base().toNanos();
    max = spec.backoff().max().toNanos();
    cap = spec.retryAfterCap().toNanos();
  }

  /** Whether a response of this status may be a reason at all: false for nearly every one. */
  public boolean minds(int status) {
    return status >= 400 && spec.attempts() > 1 && spec.on().statuses().contains(status);
  }

  /**
   * The pause before another attempt, in nanoseconds.
   *
   * @param left nanoseconds left of the limit in all, {@link #UNLIMITED} if there is none; a pause
   *     that does not end before is too long
   * @param random chance, from 0 to below 1
   * @param wallTime what a {@code Retry-After} with a date is measured from
   * @return empty if there is no other attempt
   */
  public OptionalLong pause(Attempt attempt, long left, double random, Instant wallTime) {
    if (attempt.number() >= spec.attempts() || !attempt.replayable() || !isReason(attempt)) {
      return NO;
    }
    long asked = asked(attempt.ending(), wallTime);
    if (asked > cap) {
      return NO;
    }
    // Chance comes on top of what was asked for: the origin has asked others for the same.
    long pause = asked + backoff(attempt.number(), random);
    return pause < left ? OptionalLong.of(pause) : NO;
  }

  private boolean isReason(Attempt attempt) {
    RetryOn on = spec.on();
    boolean repeatable = attempt.idempotent() || on.methods().contains(attempt.method());
    if (attempt.ending() instanceof Answered answered) {
      return repeatable && minds(answered.status());
    }
    Failed failed = (Failed) attempt.ending();
    if (failed.limit() == Limit.TOTAL) {
      return false;
    }
    return switch (failed.outcome()) {
      case NOT_SENT, NOT_PROCESSED -> on.unprocessed();
      case UNKNOWN -> repeatable && mindsLoss(failed);
      // What came is what the origin says, or is over, or was never its fault.
      case RESPONSE, TRUNCATED, PROTOCOL, LIMIT, LOCAL_REFUSED, CANCELLED, CLOSED, CONFIG -> false;
    };
  }

  private boolean mindsLoss(Failed failed) {
    Limit limit = failed.limit();
    boolean silent = limit == Limit.TTFB || limit == Limit.ATTEMPT || limit == Limit.BETWEEN_BYTES;
    return silent ? spec.on().timeLimits() : spec.on().lostConnection();
  }

  private long asked(Ending ending, Instant wallTime) {
    if (cap == 0 || !(ending instanceof Answered answered) || answered.retryAfter() == null) {
      return 0;
    }
    return RetryAfter.nanos(answered.retryAfter(), wallTime).orElse(0);
  }

  /** Full jitter: anything up to a length that doubles. */
  private long backoff(int number, double random) {
    int doublings = Math.min(number - 1, MOST_DOUBLINGS);
    long most = base > (max >> doublings) ? max : base << doublings;
    return (long) (most * random);
  }
}
