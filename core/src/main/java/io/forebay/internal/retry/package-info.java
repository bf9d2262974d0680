/**
 * Whether an exchange is attempted again, after which pause, and beside a slow attempt. Pure: time
 * and chance are handed in, nothing here waits or runs by itself.
 *
 * <p>Start reading at {@link io.forebay.internal.retry.RetryPolicy}, which decides about one
 * exchange, and {@link io.forebay.internal.retry.RetryBudget}, which all of a backend share.
 */
@NullMarked
package io.forebay.internal.retry;

import org.jspecify.annotations.NullMarked;
