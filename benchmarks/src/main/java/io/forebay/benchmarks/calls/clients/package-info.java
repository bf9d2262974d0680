/**
 * The clients that are measured beside each other, one class each, all over loopback HTTP/1.1 with
 * connections kept alive. Start at {@link io.forebay.benchmarks.calls.clients.Catalog}.
 */
@NullMarked
package io.forebay.benchmarks.calls.clients;

import org.jspecify.annotations.NullMarked;
