package io.forebay.internal.origins;

import io.forebay.internal.pool.Admission;
import okhttp3.OkHttpClient;

/**
 * The way to one member, with some manners.
 *
 * @param admission how exchanges get their permit there
 * @param client over its pool
 */
public record Lane(Admission admission, OkHttpClient client) {}
