package io.forebay.health;

/**
 * The rule that turns probe results into verdicts. Implementations are immutable values; they may
 * be shared by any number of origins and threads.
 */
public sealed interface HealthPolicy permits Consecutive, SlidingWindow {

  /** The verdict before the first probe. */
  HealthState start();

  /** The verdict before the first probe of an origin that is not used until one has passed. */
  HealthState held();

  /** The verdict after {@code result}, given the one before it. An override stays as it is. */
  HealthState after(HealthState state, ProbeResult result);
}
