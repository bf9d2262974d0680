/**
 * Forebay on one afternoon: recipes that run, and check what they say.
 *
 * <p>Start reading at {@link io.forebay.quickstart.Main}, the table of contents. A recipe is one
 * class; {@link io.forebay.quickstart.LocalOrigin} and {@link io.forebay.quickstart.Timeline} are
 * only the kitchen.
 */
@NullMarked
package io.forebay.quickstart;

import org.jspecify.annotations.NullMarked;
