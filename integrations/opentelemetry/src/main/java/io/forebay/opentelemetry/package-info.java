/**
 * Metrics and traces of backends through OpenTelemetry. Start at {@link
 * io.forebay.opentelemetry.BackendTelemetry}.
 */
@NullMarked
package io.forebay.opentelemetry;

import org.jspecify.annotations.NullMarked;
