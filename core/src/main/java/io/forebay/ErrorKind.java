package io.forebay;

/**
 * What went wrong, in Couper's words, with the HTTP status that a gateway would answer. Kinds are
 * API: their texts stand in logs, metrics and files.
 */
public enum ErrorKind {
  /** Connecting, TLS, protocol, reset, cancellation. */
  BACKEND("backend", 502),
  /** The TTFB, between-bytes or total limit. */
  BACKEND_TIMEOUT("backend_timeout", 504),
  /** Refused because the origin is unhealthy. */
  BACKEND_UNHEALTHY("backend_unhealthy", 502),
  /** A response's body beyond {@code max_response_bytes}. */
  BACKEND_RESPONSE_TOO_LARGE("backend_response_too_large", 502),
  /** No permit in time. */
  BACKEND_BUSY("backend_busy", 503),
  /** Refused because too many exchanges before it failed. */
  BACKEND_BREAKER_OPEN("backend_breaker_open", 503),
  /** Refused because as many as allowed have started, or wait to. */
  BACKEND_THROTTLE_EXCEEDED("backend_throttle_exceeded", 429),
  /** A request that its contract does not allow: refused, nothing was sent. */
  BACKEND_OPENAPI_REQUEST("backend_openapi_validation", 400),
  /** A response that its contract does not allow. */
  BACKEND_OPENAPI_RESPONSE("backend_openapi_validation", 502),
  /** A token that the request needs cannot be had. */
  BACKEND_TOKEN_REQUEST("backend_token_request", 502),
  /** A response whose status is not among {@code expected_status}. */
  UNEXPECTED_STATUS("unexpected_status", 502),
  /** A setting or a value that cannot be sent. */
  CONFIGURATION("configuration", 500);

  private final String text;
  private final int status;

  ErrorKind(String text, int status) {
    this.text = text;
    this.status = status;
  }

  /** The kind in logs and files, such as {@code backend_timeout}. */
  public String text() {
    return text;
  }

  /** The status that a gateway would answer with. */
  public int status() {
    return status;
  }
}
