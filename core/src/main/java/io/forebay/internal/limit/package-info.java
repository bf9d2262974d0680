/**
 * What refuses exchanges because of those before them, or makes them wait. Pure but for the clock
 * that is handed in: no thread, no HTTP.
 */
@NullMarked
package io.forebay.internal.limit;

import org.jspecify.annotations.NullMarked;
