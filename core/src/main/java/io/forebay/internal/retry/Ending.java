package io.forebay.internal.retry;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.Outcome;
import org.jspecify.annotations.Nullable;

/** How one attempt ended, as far as another one depends on it. */
public sealed interface Ending {

  /**
   * With the head of a response.
   *
   * @param status its status
   * @param retryAfter the text of its {@code Retry-After}; null if it has none
   */
  record Answered(int status, @Nullable String retryAfter) implements Ending {}

  /**
   * Without a response to hand on.
   *
   * @param outcome of this attempt alone, whatever became of those before it
   * @param limit the limit that ran out; null if none did
   */
  record Failed(Outcome outcome, @Nullable Limit limit) implements Ending {}
}
