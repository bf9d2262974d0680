/**
 * Sockets and names: dialling, counting, proxies, resolving. Knows connections, not exchanges.
 *
 * <p>Start with {@link io.forebay.internal.net.Network}, the way to one origin. Threads: OkHttp
 * resolves, dials and shakes hands on the thread of the call, which is where an attempt is found
 * ({@link io.forebay.internal.net.Dialling}); names are looked up on threads of the process, so
 * that waiting for them can end; closing is done by anybody and never waits.
 */
@NullMarked
package io.forebay.internal.net;

import org.jspecify.annotations.NullMarked;
