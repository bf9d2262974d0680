/**
 * What a call costs its caller: Forebay beside other clients on the same work, against the same
 * origin, in one run. {@link io.forebay.benchmarks.calls.Main} is the command; it starts an {@link
 * io.forebay.benchmarks.calls.Origin} and one {@link io.forebay.benchmarks.calls.Agent} for each
 * client, and {@link io.forebay.benchmarks.calls.Rounds} takes turns with them. How it measures,
 * and what it found, stands in {@code docs/performance.md}.
 */
@NullMarked
package io.forebay.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
