/**
 * Text as a tree of located nodes. The only place that knows Jackson and SnakeYAML Engine.
 *
 * <p>Start reading at {@link io.forebay.config.internal.tree.TreeReader}.
 */
@NullMarked
package io.forebay.config.internal.tree;

import org.jspecify.annotations.NullMarked;
