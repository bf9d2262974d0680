/**
 * Named disasters on virtual time: origins that misbehave as they are told, and callers that drive
 * the real policies, those for choosing, verdicts, retries, hedges and breakers.
 *
 * <p>Start reading at {@link io.forebay.simulation.World}. Chance has a fixed seed, so a run is the
 * same every time. What it shows stands in {@code docs/simulation/README.md}.
 */
package io.forebay.simulation;
