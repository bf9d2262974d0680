package io.forebay.spec;

/**
 * Everything that decides whether two sockets are interchangeable. Immutable; no refinement can
 * change it.
 *
 * @param origin where to connect
 * @param pool the bounds of the connections
 * @param tls how the origin's certificate is judged
 * @param http2 whether HTTP/2 is offered over TLS (ALPN); default false: HTTP/1.1 only (Couper
 *     {@code http2})
 */
public record TransportSpec(Origin origin, PoolSpec pool, TlsSpec tls, boolean http2) {

  /** An origin with every default. */
  public static TransportSpec of(Origin origin) {
    return new TransportSpec(origin, PoolSpec.DEFAULT, TlsSpec.DEFAULT, false);
  }
}
