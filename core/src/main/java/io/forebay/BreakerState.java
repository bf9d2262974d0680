package io.forebay;

import java.util.Locale;

/** What a circuit breaker does. */
public enum BreakerState {
  /** Lets everything through, and counts. */
  CLOSED,
  /** Refuses everything. */
  OPEN,
  /** Lets trials through, which decide. */
  HALF_OPEN;

  /** The state in lower case, as in logs. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
