/** The steps of an exchange; {@link io.forebay.internal.pipeline.Pipeline} holds their order. */
@NullMarked
package io.forebay.internal.pipeline;

import org.jspecify.annotations.NullMarked;
