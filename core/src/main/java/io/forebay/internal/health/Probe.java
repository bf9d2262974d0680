package io.forebay.internal.health;

import io.forebay.health.ProbeResult;

/** Asks an origin once. */
public interface Probe {

  /** Asks and waits, at most for the probe's own limit; never throws for what the origin does. */
  ProbeResult run();

  /** Ends a probe that is running, and all that the probe holds. */
  void close();
}
