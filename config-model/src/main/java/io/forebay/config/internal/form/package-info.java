/**
 * Our own form of a definition: one table of keys, from which reader and writer follow.
 *
 * <p>Start reading at {@link io.forebay.config.internal.form.Keys}, the table; then {@link
 * io.forebay.config.internal.form.FormReader} and {@link
 * io.forebay.config.internal.form.FormWriter}.
 */
@NullMarked
package io.forebay.config.internal.form;

import org.jspecify.annotations.NullMarked;
