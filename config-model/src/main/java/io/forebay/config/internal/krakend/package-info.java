/**
 * KrakenD's configuration, version 3 (JSON): what its backends say about connecting.
 *
 * <p>Start reading at {@link io.forebay.config.internal.krakend.KrakendDialect}, then {@link
 * io.forebay.config.internal.krakend.Words}: which key means what, and what becomes of the others.
 */
@NullMarked
package io.forebay.config.internal.krakend;

import org.jspecify.annotations.NullMarked;
