/**
 * The origins of a backend that has several: who is in use, who serves the next attempt, and what
 * is learned from how it ends. Start reading at {@link io.forebay.internal.origins.Fleet}.
 */
@NullMarked
package io.forebay.internal.origins;

import org.jspecify.annotations.NullMarked;
