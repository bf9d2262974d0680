/**
 * What a caller touches.
 *
 * <p>Start reading at {@link io.forebay.Backend}: {@link io.forebay.Backend#builder} defines one,
 * {@link io.forebay.BackendRequest} sends, {@link io.forebay.BackendException} explains what went
 * wrong, and {@link io.forebay.BackendRegistry} holds many by label.
 */
@NullMarked
package io.forebay;

import org.jspecify.annotations.NullMarked;
