package io.forebay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A limit ran out. {@link #limit()} names it. */
public final class BackendTimeoutException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** The limits of an exchange, by their names in text. */
  public enum Limit {
    /** {@code connect_timeout}: name lookup, dialling, proxy and TLS. Kind {@code backend}, 502. */
    CONNECT("connect_timeout"),
    /** {@code ttfb_timeout}: request written to first byte of the response. */
    TTFB("ttfb_timeout"),
    /** {@code between_bytes_timeout}: silence inside the response, or no progress in sending. */
    BETWEEN_BYTES("between_bytes_timeout"),
    /** {@code attempt_timeout}: one attempt, from connecting to the response's head. */
    ATTEMPT("attempt_timeout"),
    /** {@code timeout}: the whole exchange. */
    TOTAL("timeout");

    private final String key;

    Limit(String key) {
      this.key = key;
    }

    /** The limit's name in text. */
    public String key() {
      return key;
    }
  }

  /** Which limit. */
  private final Limit limit;

  /** How long it was. */
  private final Duration configured;

  /** Made by the pipeline. */
  public BackendTimeoutException(
      Facts facts, Limit limit, Duration configured, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
    this.limit = limit;
    this.configured = configured;
  }

  /** The limit that ran out. */
  public Limit limit() {
    return limit;
  }

  /** What the limit was. */
  public Duration configured() {
    return configured;
  }
}
