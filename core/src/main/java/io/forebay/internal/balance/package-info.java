/**
 * Which of several origins serves an attempt. Pure: time, chance and keys are handed in, nothing
 * here waits or runs by itself.
 *
 * <p>Start reading at {@link io.forebay.internal.balance.Balancer}, which keeps what must outlive a
 * change, and {@link io.forebay.internal.balance.Snapshot}, which is what calls choose over.
 */
@NullMarked
package io.forebay.internal.balance;

import org.jspecify.annotations.NullMarked;
