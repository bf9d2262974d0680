package io.forebay;

import org.jspecify.annotations.Nullable;

/**
 * No connection: the name was not found, dialling was refused, or TLS failed. Nothing was sent. A
 * connect limit that ran out is a {@link BackendTimeoutException}.
 */
public final class BackendConnectException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Made by the pipeline. */
  public BackendConnectException(Facts facts, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
  }
}
