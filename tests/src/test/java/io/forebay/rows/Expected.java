package io.forebay.rows;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.Outcome;
import io.forebay.spi.Phase;
import java.util.Optional;

/**
 * What a call that meets a fault must come to.
 *
 * @param outcome its outcome
 * @param status the response's status, if there must be one
 * @param phase where it must fail
 * @param limit which limit must run out
 * @param seen how often the origin must see the request
 * @param retired whether the next call must find another connection
 */
record Expected(
    Outcome outcome,
    int status,
    Optional<Phase> phase,
    Optional<Limit> limit,
    int seen,
    boolean retired) {

  static Expected answer(int status) {
    return new Expected(Outcome.RESPONSE, status, Optional.empty(), Optional.empty(), 1, false);
  }

  static Expected failure(Outcome outcome, Phase phase) {
    return new Expected(outcome, 0, Optional.of(phase), Optional.empty(), 1, true);
  }

  static Expected failure(Outcome outcome) {
    return new Expected(outcome, 0, Optional.empty(), Optional.empty(), 1, true);
  }

  Expected at(Limit which) {
    return new Expected(outcome, status, phase, Optional.of(which), seen, retired);
  }

  Expected seen(int times) {
    return new Expected(outcome, status, phase, limit, times, retired);
  }

  Expected andRetires() {
    return new Expected(outcome, status, phase, limit, seen, true);
  }
}
