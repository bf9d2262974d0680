/**
 * Tokens that requests need: asked for, kept, asked for again. Start at {@code TokenDesk}; it knows
 * calls and time, and nothing of pools and pipelines.
 */
@org.jspecify.annotations.NullMarked
package io.forebay.internal.tokens;
