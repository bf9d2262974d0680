package io.forebay.internal.health;

import io.forebay.health.HealthState;

/** Hears of one origin's health. What it throws is logged and dropped. */
@FunctionalInterface
public interface HealthListener {

  /**
   * A probe has been judged, whether or not that changed anything. Told by one thread at a time, in
   * the order of the probes, before the next one is planned: what takes long here makes that one
   * late. Default: nothing is done.
   *
   * @param before the state that the probe met
   * @param after the state since; {@link HealthMonitor#state} may already be under another override
   */
  default void probed(HealthState before, HealthState after) {}

  /**
   * Another status is in force, or the first result has come. Told by one thread at a time, by that
   * of a probe or by whoever said something over the probes. What changes back while somebody is
   * being told may be left out; the last that is told is what is in force.
   *
   * @param news what is in force
   */
  void changed(HealthState news);
}
