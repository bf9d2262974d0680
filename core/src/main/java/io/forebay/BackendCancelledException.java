package io.forebay;

import org.jspecify.annotations.Nullable;

/** The caller cancelled the call, its future, or interrupted its thread. */
public final class BackendCancelledException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** Made by the pipeline. */
  public BackendCancelledException(Facts facts, String problem, @Nullable Throwable cause) {
    super(facts, problem, cause);
  }
}
