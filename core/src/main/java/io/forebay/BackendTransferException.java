package io.forebay;

import org.jspecify.annotations.Nullable;

/**
 * The connection failed while the request was written or the response was read: reset, closed
 * early, or not HTTP.
 */
public final class BackendTransferException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Made by the pipeline. */
  public BackendTransferException(Facts facts, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
  }
}
