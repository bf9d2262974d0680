/**
 * Where a backend's origins are, kept up to date: by DNS, or by a source of the user's own.
 *
 * <p>Start reading at {@link io.forebay.internal.discovery.OriginDiscovery}, which asks and tells,
 * and {@link io.forebay.internal.discovery.Membership}, which decides what is in force.
 */
@NullMarked
package io.forebay.internal.discovery;

import org.jspecify.annotations.NullMarked;
