package io.forebay.health;

import java.time.Duration;
import java.util.Locale;

/**
 * That an origin is taken out of use, and why. Immutable.
 *
 * @param origin the origin, as it was named to the detector
 * @param cause what was noticed
 * @param time how long it lasts, unless good probes end it
 * @param inARow which in a row it is, 1 being the first; it stops where the time stops growing
 */
public record Ejection(String origin, Cause cause, Duration time, int inARow) {

  /** What takes an origin out of use. */
  public enum Cause {
    /** Errors in a row without an answer. */
    LOCAL_ERRORS,
    /** Answers 502, 503 or 504 in a row. */
    GATEWAY_ERRORS,
    /** Errors of any kind in a row. */
    ERRORS,
    /** Far fewer successes than the other origins have. */
    SUCCESS_RATE,
    /** Too large a share of failures. */
    FAILURE_PERCENTAGE;

    /** The cause in lower case, as in logs. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
