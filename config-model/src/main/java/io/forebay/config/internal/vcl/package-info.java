/**
 * Fastly VCL: {@code backend} with its {@code probe}, and {@code director}; everything else is
 * skipped. Source: Fastly's reference of VCL, and where that is silent Varnish 2.1, which it comes
 * from.
 *
 * <p>Start reading at {@link io.forebay.config.internal.vcl.VclDialect}. A text becomes tokens
 * ({@code Lexer}), declarations ({@code Parser}), then values ({@code BackendReader}, {@code
 * DirectorReader}). {@code Settings} knows what tells two backends apart: members of a director are
 * compared by it, and so is what was written with what it was written from.
 */
@NullMarked
package io.forebay.config.internal.vcl;

import org.jspecify.annotations.NullMarked;
