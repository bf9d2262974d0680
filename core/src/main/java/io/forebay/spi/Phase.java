package io.forebay.spi;

import java.util.Locale;

/**
 * The phases of an exchange, in the order in which they happen: first our own steps, then the
 * transport's. An error names the phase that it happened in.
 */
public enum Phase {
  /** Starts the clock, translates the failure once, reports. */
  OBSERVE,
  /** Decides whether a failed attempt is made again. */
  RETRY,
  /** Chooses the origin. */
  ROUTE,
  /** Health gate and permit. */
  ADMIT,
  /** Path and edits. */
  SHAPE,
  /** Credentials. */
  AUTHORIZE,
  /** What leaves, and what comes back, against a contract. */
  VERIFY,
  /** Looks the origin's name up. */
  DNS,
  /** Dials. */
  CONNECT,
  /** Shakes hands. */
  TLS,
  /** Writes the request. */
  SEND,
  /** Waits for the response's head. */
  WAIT,
  /** Reads the response's body. */
  BODY;

  /** The phase in lower case, as in messages and JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a request that failed in this phase has been, at least in part, on the wire. */
  public boolean onTheWire() {
    return compareTo(SEND) >= 0;
  }
}
