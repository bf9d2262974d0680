package io.forebay.health;

/**
 * How many errors in a row eject an origin, at once. Each is 0 to 65535; zero: off. Immutable.
 *
 * @param errors errors of any kind; default 5 (Envoy {@code consecutive_5xx})
 * @param gatewayErrors answers 502, 503 or 504; errors without an answer neither count nor end the
 *     run. Default 0, off (Envoy {@code consecutive_gateway_failure}, not enforced by default)
 * @param localErrors errors without an answer, which any answer ends; default 5 (Envoy {@code
 *     consecutive_local_origin_failure})
 */
public record ErrorRuns(int errors, int gatewayErrors, int localErrors) {

  /** Five in a row. */
  public static final ErrorRuns DEFAULT = new ErrorRuns(5, 0, 5);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside 0 to 65535
   */
  public ErrorRuns {
    Ranges.between("outlier.consecutive_errors", errors, 0, EjectionWord.MOST);
    Ranges.between("outlier.consecutive_gateway_errors", gatewayErrors, 0, EjectionWord.MOST);
    Ranges.between("outlier.consecutive_local_errors", localErrors, 0, EjectionWord.MOST);
  }
}
