package io.forebay.simulation;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.Outcome;
import io.forebay.health.OriginSignal;
import io.forebay.internal.retry.Ending;
import io.forebay.internal.retry.Ending.Answered;
import io.forebay.internal.retry.Ending.Failed;

/**
 * What an origin does with a request.
 *
 * @param status of the response; {@link #REFUSES} or {@link #HANGS} where there is none
 * @param nanos how long it takes, unless it hangs
 */
record Reply(int status, long nanos) {
  /** Takes no connection. */
  static final int REFUSES = 0;

  /** Takes it and says nothing. */
  static final int HANGS = -1;

  boolean good() {
    return status == 200;
  }

  boolean hangs() {
    return status == HANGS;
  }

  OriginSignal signal() {
    return status > 0 ? OriginSignal.ofStatus(status) : OriginSignal.LOCAL_ERROR;
  }

  Ending ending() {
    return switch (status) {
      case REFUSES -> new Failed(Outcome.NOT_SENT, null);
      case HANGS -> new Failed(Outcome.UNKNOWN, Limit.ATTEMPT);
      default -> new Answered(status, null);
    };
  }
}
