package io.forebay.spec;

import java.time.Duration;

/**
 * Which HTTP is spoken. Immutable.
 *
 * @param http2 whether HTTP/2 is offered over TLS (ALPN); default false (Couper {@code http2})
 * @param priorKnowledge whether HTTP/2 is spoken without TLS and without asking; default false,
 *     without effect on https origins (Couper {@code http2_prior_knowledge})
 * @param pingInterval pause between pings on an HTTP/2 connection, which fails when one is not
 *     answered before the next; default 15 s, zero: no pings
 * @param lenient whether responses go unchecked, so that an origin that breaks HTTP can still be
 *     used; default false. It is logged as a warning when the backend opens: bytes left over after
 *     a response become the answer to the next request
 */
public record ProtocolSpec(
    boolean http2, boolean priorKnowledge, Duration pingInterval, boolean lenient) {

  /** HTTP/1.1 only. */
  public static final ProtocolSpec DEFAULT =
      new ProtocolSpec(false, false, Duration.ofSeconds(15), false);

  /**
   * Checks the pause.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ProtocolSpec {
    if (pingInterval.isNegative()) {
      throw new IllegalArgumentException(
          "ping_interval: " + Durations.format(pingInterval) + " (expected: >= 0)");
    }
  }

  /** The same, offering HTTP/2 or not. */
  public ProtocolSpec withHttp2(boolean offer) {
    return new ProtocolSpec(offer, priorKnowledge, pingInterval, lenient);
  }

  /** The same, with or without prior knowledge. */
  public ProtocolSpec withPriorKnowledge(boolean known) {
    return new ProtocolSpec(http2, known, pingInterval, lenient);
  }

  /** The same with another pause between pings. */
  public ProtocolSpec withPingInterval(Duration pause) {
    return new ProtocolSpec(http2, priorKnowledge, pause, lenient);
  }

  /** The same, checking responses or not. */
  public ProtocolSpec withLenient(boolean unchecked) {
    return new ProtocolSpec(http2, priorKnowledge, pingInterval, unchecked);
  }

  /** Whether an exchange with this origin may run over HTTP/2. */
  public boolean mayMultiplex(Origin origin) {
    return origin.tls() ? http2 : priorKnowledge;
  }
}
