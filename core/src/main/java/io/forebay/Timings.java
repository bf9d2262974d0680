package io.forebay;

import java.io.Serializable;
import java.time.Duration;

/**
 * Where the time of an exchange went. Immutable. Zero where a part did not happen, such as dialling
 * on a reused connection.
 *
 * @param total since the exchange was sent, until its response head, its failure, or now
 * @param permit waiting for a permit, a place, or a slot of a throttle
 * @param dns looking the name up
 * @param connect dialling, without TLS
 * @param tls the TLS handshake
 * @param ttfb last byte of the request to the head of the response
 */
public record Timings(
    Duration total, Duration permit, Duration dns, Duration connect, Duration tls, Duration ttfb)
    implements Serializable {}
