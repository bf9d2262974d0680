/**
 * What a backend is, as values: no thread, socket, clock or logger.
 *
 * <p>Start reading at {@link io.forebay.spec.BackendSpec}. Its {@link
 * io.forebay.spec.TransportSpec} half decides whether two sockets are interchangeable; its {@link
 * io.forebay.spec.ExchangeSpec} half may differ from call to call, and {@link
 * io.forebay.spec.Refinement} replaces attributes of that half only.
 */
@NullMarked
package io.forebay.spec;

import org.jspecify.annotations.NullMarked;
