package io.forebay.health;

/**
 * Looks at the newest results, in whatever order: healthy while enough of them passed.
 *
 * <p>Source: the probe of VCL (Fastly, Varnish), whose history is one 64-bit word. An origin starts
 * as if {@code initial} probes had passed, at most {@code threshold} of them. While enough probes
 * have passed, it is failing after one that failed, and healthy after one that passed.
 *
 * @param window how many of the newest results count; default 8, 1 to 64
 * @param threshold how many of them have to have passed; default 3, 0 to {@code window}. Zero:
 *     never unhealthy
 * @param initial how many are presumed to have passed at the start; default {@code threshold} - 1,
 *     or 0 where that is negative. Below {@code threshold} the origin starts unhealthy; more than
 *     {@code threshold} counts as {@code threshold}
 */
public record SlidingWindow(int window, int threshold, int initial) implements HealthPolicy {

  /** Fastly's: three of eight, and one probe that passes at the start is enough. */
  public static final SlidingWindow DEFAULT = of(8, 3);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public SlidingWindow {
    Ranges.between("window", window, 1, ProbeHistory.LENGTH);
    if (threshold < 0 || threshold > window) {
      throw new IllegalArgumentException(
          "threshold: " + threshold + " (expected: 0-" + window + ", as the window is)");
    }
    Ranges.atLeast("initial", initial, 0);
  }

  /**
   * A window that is one success short of healthy at the start, as Fastly's default is.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static SlidingWindow of(int window, int threshold) {
    return new SlidingWindow(window, threshold, Math.max(0, threshold - 1));
  }

  /** Whether the origin is out of use until probes have passed. */
  public boolean startsUnhealthy() {
    return initial < threshold;
  }

  @Override
  public HealthState start() {
    ProbeHistory presumed = ProbeHistory.presuming(Math.min(initial, threshold));
    return startsUnhealthy()
        ? HealthState.unproven(presumed)
        : HealthState.presumedHealthy(presumed);
  }

  @Override
  public HealthState held() {
    int oneShort = Math.max(0, threshold - 1);
    return HealthState.unproven(ProbeHistory.presuming(Math.min(initial, oneShort)));
  }

  @Override
  public HealthState after(HealthState state, ProbeResult result) {
    boolean passed = result instanceof ProbeResult.Passed;
    boolean enough = state.history().after(passed).passedOf(window) >= threshold;
    if (result instanceof ProbeResult.Failed failed) {
      return enough ? state.toFailing(failed.reason()) : state.toUnhealthy(failed.reason());
    }
    return enough ? state.toHealthy() : state.stillUnhealthy();
  }
}
