/**
 * The guard between sockets and OkHttp: follows what an origin sends byte by byte, hands on nothing
 * but well-formed messages, and says of a connection whether it may be used again.
 *
 * <p>Start reading at {@link io.forebay.internal.wire.WireGuard}. Why it is needed: OkHttp takes
 * bytes that are left over after a response for the answer to the next request.
 */
@NullMarked
package io.forebay.internal.wire;

import org.jspecify.annotations.NullMarked;
