package io.forebay.internal.retry;

/**
 * An attempt that is over.
 *
 * @param number which of its exchange it was, from 1 on
 * @param method the request's
 * @param idempotent whether HTTP says so of the method
 * @param replayable whether the request's body can be sent again
 * @param ending how it ended
 */
public record Attempt(
    int number, String method, boolean idempotent, boolean replayable, Ending ending) {}
