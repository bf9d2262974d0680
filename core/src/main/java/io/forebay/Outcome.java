package io.forebay;

import java.util.Locale;

/**
 * What became of an exchange: the one word that re-sends, verdicts on origins, errors and metrics
 * go by.
 */
public enum Outcome {
  /** Nothing of the request left: no address, no connection, no handshake. */
  NOT_SENT(true),
  /** It left, and the origin said that it did not look at it. */
  NOT_PROCESSED(true),
  /** It left, at least in part, and no usable answer came: the origin may have acted on it. */
  UNKNOWN(true),
  /** An answer came, whatever its status. */
  RESPONSE(false),
  /** An answer began, and its body broke off. */
  TRUNCATED(true),
  /** What came back is no HTTP. */
  PROTOCOL(true),
  /** What came back is more than is taken. */
  LIMIT(true),
  /** We refused it ourselves: no permit, unhealthy, no time left before it was sent. */
  LOCAL_REFUSED(false),
  /** The caller gave it up. */
  CANCELLED(false),
  /** The backend is closed. */
  CLOSED(false),
  /** It cannot be sent, or its answer not be shown, as configured. */
  CONFIG(false);

  private final boolean blamesOrigin;

  Outcome(boolean blamesOrigin) {
    this.blamesOrigin = blamesOrigin;
  }

  /** Whether it speaks against the origin; what we or the caller did never does. */
  public boolean blamesOrigin() {
    return blamesOrigin;
  }

  /** The word in lower case, as in logs and metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
