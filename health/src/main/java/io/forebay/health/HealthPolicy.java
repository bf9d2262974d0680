package io.forebay.health;

/**
 * The rule that turns probe results into verdicts. Implementations are immutable values; they may
 * be shared by any number of origins and threads.
 */
public sealed interface HealthPolicy permits Consecutive {

  /** The verdict before the first probe. */
  HealthState initial();

  /** The verdict after {@code result}, given the one before it. */
  HealthState after(HealthState state, ProbeResult result);
}
