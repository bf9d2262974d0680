package io.forebay.health;

import io.forebay.health.HealthState.Status;
import java.time.Duration;

/**
 * When to probe: at once, then a pause after the end of each probe, so that no two overlap and none
 * is caught up on. Immutable; time and chance are the caller's.
 *
 * @param interval longest pause between the end of a probe and the start of the next; default 1 s,
 *     above zero, at most 10 years (Couper, VCL {@code interval})
 * @param recheck the same while the origin is failing or unhealthy; default: the interval; above
 *     zero, at most the interval (Envoy {@code unhealthy_interval})
 * @param timeout limit of one probe, connecting and body included; default: the interval; above
 *     zero. Values above the interval are capped to it (Couper {@code timeout})
 * @param jitter share of a pause by which chance may shorten it, so that probes of many origins, or
 *     by many processes, do not meet; default 0.1, 0 to 0.5. Zero: pauses are exact
 */
public record ProbeSchedule(Duration interval, Duration recheck, Duration timeout, double jitter) {
  private static final long WIDEST_SPREAD_NANOS = 1_000_000_000;

  /** Once a second, less up to a tenth. */
  public static final ProbeSchedule DEFAULT = every(Duration.ofSeconds(1));

  /**
   * Caps the timeout to the interval.
   *
   * @throws IllegalArgumentException if a part is out of its range
   */
  public ProbeSchedule {
    Ranges.positive("interval", interval);
    Ranges.positive("recheck_interval", recheck);
    Ranges.atMost("recheck_interval", recheck, "interval", interval);
    Ranges.positive("timeout", timeout);
    timeout = timeout.compareTo(interval) > 0 ? interval : timeout;
    Ranges.between("jitter", jitter, 0, 0.5);
  }

  /**
   * A schedule with this interval and the defaults for the rest.
   *
   * @throws IllegalArgumentException if the interval is out of its range
   */
  public static ProbeSchedule every(Duration interval) {
    return new ProbeSchedule(interval, interval, interval, 0.1);
  }

  /** Pause before the first probe of a lone origin: none. */
  public Duration first() {
    return Duration.ZERO;
  }

  /**
   * Pause before the first probe of one of several origins that start together. The first starts at
   * once, and the others follow evenly within an interval, at most 1 s.
   *
   * @param place which one, 0 to {@code of} - 1
   * @param of how many start
   */
  public Duration first(int place, int of) {
    return Duration.ofNanos((long) (spread() * ((double) place / of)));
  }

  /**
   * Pause between the result that led to {@code state} and the next probe. What people say over the
   * verdict does not change it.
   *
   * @param random chance, from 0 to below 1
   */
  public Duration after(HealthState state, double random) {
    Duration pause = state.verdict() == Status.HEALTHY ? interval : recheck;
    long nanos = pause.toNanos();
    return Duration.ofNanos(nanos - (long) (nanos * jitter * random));
  }

  /**
   * Pause before a probe that is due, now that its time has come. Zero, unless it is late by more
   * than an interval: then our own process stood still, all probes are due at once, and they start
   * again spread like the first ones.
   *
   * @param due when it was to start, in nanoseconds
   * @param now the time, on the same clock
   * @param random chance, from 0 to below 1
   */
  public Duration catchUp(long due, long now, double random) {
    return now - due > interval.toNanos()
        ? Duration.ofNanos((long) (spread() * random))
        : Duration.ZERO;
  }

  /**
   * Whether our own process stood still while a probe ran, because the probe took longer than its
   * limit by more than an interval. If it failed, that says nothing of the origin.
   *
   * @param started when it began, in nanoseconds
   * @param ended when it was over, on the same clock
   */
  public boolean stoodStill(long started, long ended) {
    return ended - started - timeout.toNanos() > interval.toNanos();
  }

  private long spread() {
    return Math.min(interval.toNanos(), WIDEST_SPREAD_NANOS);
  }
}
