/**
 * Definitions of backends in text.
 *
 * <p>Start reading at {@link io.forebay.config.Definitions}: text in, backends out, and back again.
 * What is wrong with a text arrives all at once, as the {@link io.forebay.config.Finding}s of a
 * {@link io.forebay.config.DefinitionException}; what was read but not carried over, as the {@link
 * io.forebay.config.Note}s of a {@link io.forebay.config.Reading}.
 */
@NullMarked
package io.forebay.config;

import org.jspecify.annotations.NullMarked;
