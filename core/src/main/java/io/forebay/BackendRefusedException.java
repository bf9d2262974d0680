package io.forebay;

import org.jspecify.annotations.Nullable;

/**
 * Forebay refused the exchange itself and nothing was sent: the origin is unhealthy, no permit came
 * free in time, the backend is closed, or the request cannot be sent as it is. The kind tells
 * which.
 */
public final class BackendRefusedException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Made by the pipeline. */
  public BackendRefusedException(Facts facts, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
  }
}
