/**
 * Verdicts on origins as pure logic.
 *
 * <p>Start reading at {@link io.forebay.health.HealthSpec}: what to ask an origin and how often. A
 * {@link io.forebay.health.HealthPolicy} turns a {@link io.forebay.health.ProbeResult} and the last
 * {@link io.forebay.health.HealthState} into the next one. {@link
 * io.forebay.health.OutlierDetector} needs no probes: it judges origins by how exchanges with them
 * end. {@link io.forebay.health.SlowStart} spares those that come back. Nothing here sends, waits
 * or reads a clock: whoever owns a transport does, and hands results and the time in.
 */
@NullMarked
package io.forebay.health;

import org.jspecify.annotations.NullMarked;
