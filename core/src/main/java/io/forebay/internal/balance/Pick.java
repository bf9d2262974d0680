package io.forebay.internal.balance;

import io.forebay.spec.Balance;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * What a choice depends on beside the candidates.
 *
 * @param tried who served this exchange before; chosen again only where nobody else is up
 * @param keys the number of the key that a keyed way asks for, see {@link Keys#of}; asked only by
 *     these, once a choice
 * @param random where chance comes from
 * @param now monotonic nanoseconds
 */
public record Pick(
    Tried tried, ToLongFunction<Balance.Keyed> keys, RandomGenerator random, long now) {}
