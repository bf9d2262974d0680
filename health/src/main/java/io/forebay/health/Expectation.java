package io.forebay.health;

import java.util.List;

/**
 * What a probe's answer must look like. Immutable.
 *
 * @param statuses the accepted status codes, 100 to 599; default 200, 204, 301. An empty list means
 *     the default (Couper {@code expected_status})
 * @param text text that the body must contain; empty: the body is not read (Couper {@code
 *     expected_text})
 */
public record Expectation(List<Integer> statuses, String text) {

  /** Couper's default: 200, 204 or 301, whatever the body. */
  public static final Expectation DEFAULT = new Expectation(List.of(200, 204, 301), "");

  /**
   * Copies the list, or puts the default in place of an empty one.
   *
   * @throws IllegalArgumentException if a status is outside 100 to 599
   */
  public Expectation {
    statuses = statuses.isEmpty() ? List.of(200, 204, 301) : List.copyOf(statuses);
    for (int status : statuses) {
      if (status < 100 || status > 599) {
        throw new IllegalArgumentException("expected_status: " + status + " (expected: 100-599)");
      }
    }
  }

  /** Whether the body has to be read to judge it. */
  public boolean needsBody() {
    return !text.isEmpty();
  }

  /** Judges an answer: the status first, then the body. */
  public ProbeResult judge(int status, String body) {
    if (!statuses.contains(status)) {
      return ProbeResult.failed("unexpected status code: " + status);
    }
    return body.contains(text) ? ProbeResult.passed() : ProbeResult.failed("unexpected text");
  }
}
