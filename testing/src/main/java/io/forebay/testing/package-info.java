/**
 * What tests of outbound calls need.
 *
 * <p>Start reading at {@link io.forebay.testing.LeakCheck}, which fails a test that leaves anything
 * behind; {@link io.forebay.testing.FakeClock} moves the time of probes and waits; {@link
 * io.forebay.testing.MisbehavingOrigin} does what origins should not.
 */
@NullMarked
package io.forebay.testing;

import org.jspecify.annotations.NullMarked;
