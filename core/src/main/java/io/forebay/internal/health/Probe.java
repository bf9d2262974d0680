package io.forebay.internal.health;

import io.forebay.health.ProbeResult;

/** Asks an origin, time and again, never twice at a time. */
public interface Probe {

  /** What is asked, and on which way. Probes of equal subjects find the same, whoever runs them. */
  Object subject();

  /** Asks and waits, at most for the probe's own limit; never throws for what the origin does. */
  ProbeResult run();

  /** Ends a probe that is running, and all that the probe holds. It is not run again. */
  void close();
}
