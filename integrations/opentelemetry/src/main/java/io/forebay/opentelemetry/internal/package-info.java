/**
 * What is told: {@code Attempts} follows exchanges and their attempts, {@code Gauges} tells how
 * backends stand, and {@code Names} says what all of it is called.
 */
@NullMarked
package io.forebay.opentelemetry.internal;

import org.jspecify.annotations.NullMarked;
