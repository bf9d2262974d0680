package io.forebay.config.internal.krakend;

import io.forebay.spec.Origins;

/**
 * Where a backend's requests go.
 *
 * @param origins the origins
 * @param weighted whether the origins' weights are to be minded
 * @param base a path in front of every path; empty: none
 */
record Target(Origins origins, boolean weighted, String base) {}
