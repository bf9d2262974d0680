package io.forebay.internal.retry;

/**
 * What all exchanges of a backend share where they are attempted again: what was spent of the
 * budget, and how long exchanges take. Thread-safe.
 *
 * @param budget of retries and hedges
 * @param latencies of first attempts that got a response
 */
public record Retrying(RetryBudget budget, LatencyWindow latencies) {

  /**
   * Nothing spent, nothing known.
   *
   * @param now monotonic nanoseconds
   */
  public static Retrying from(long now) {
    return new Retrying(new RetryBudget(now), new LatencyWindow(now));
  }
}
