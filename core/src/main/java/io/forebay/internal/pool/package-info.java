/** OkHttp, its connection pool, permits, sockets, TLS and closing, per origin. */
@NullMarked
package io.forebay.internal.pool;

import org.jspecify.annotations.NullMarked;
