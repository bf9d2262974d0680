package io.forebay.config.internal.krakend;

import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * What the root says for all backends.
 *
 * @param hosts where to connect unless a backend says; empty: each has to say
 * @param hostsGiven whether the root names hosts, also such as cannot be read
 * @param timeout of endpoints that name none
 * @param timeouts the limits, but for their total
 * @param transport how connections are made, to origins yet to be named
 * @param anywhere whether parameters of endpoints may stand anywhere in their path ({@code
 *     disable_rest})
 */
record Shared(
    Optional<Target> hosts,
    boolean hostsGiven,
    Duration timeout,
    Timeouts timeouts,
    TransportSpec transport,
    boolean anywhere) {}
