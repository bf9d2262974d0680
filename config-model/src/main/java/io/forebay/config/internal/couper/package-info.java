/**
 * Couper's configuration, in HCL's native syntax: its backends, and the blocks that refine them.
 *
 * <p>Start reading at {@link io.forebay.config.internal.couper.CouperDialect}. A text becomes
 * blocks ({@code BodyParser}, {@code ExpressionParser}, {@code TemplateParser}), their expressions
 * become what is known of them before any call ({@code Evaluator}), and {@code FileReader} makes
 * definitions of that; {@code FileWriter} goes the other way.
 */
@NullMarked
package io.forebay.config.internal.couper;

import org.jspecify.annotations.NullMarked;
