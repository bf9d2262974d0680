/** Runs what the health module decides: probes over an origin's transport. */
@NullMarked
package io.forebay.internal.health;

import org.jspecify.annotations.NullMarked;
