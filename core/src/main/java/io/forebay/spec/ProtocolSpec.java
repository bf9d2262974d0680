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
 */
public record ProtocolSpec(boolean http2, boolean priorKnowledge, Duration pingInterval) {

  /** HTTP/1.1 only. */
  public static final ProtocolSpec DEFAULT = new ProtocolSpec(false, false, Duration.ofSeconds(15));

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
    return new ProtocolSpec(offer, priorKnowledge, pingInterval);
  }

  /** The same, with or without prior knowledge. */
  public ProtocolSpec withPriorKnowledge(boolean known) {
    return new ProtocolSpec(http2, known, pingInterval);
  }

  /** The same with another pause between pings. */
  public ProtocolSpec withPingInterval(Duration pause) {
    return new ProtocolSpec(http2, priorKnowledge, pause);
  }

  /** Whether an exchange with this origin may run over HTTP/2. */
  public boolean mayMultiplex(Origin origin) {
    return origin.tls() ? http2 : priorKnowledge;
  }
}
