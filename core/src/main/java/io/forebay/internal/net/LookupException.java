package io.forebay.internal.net;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A lookup gave nothing that may be dialled; unlike its parent's, the message says why. */
public final class LookupException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  LookupException(String problem, @Nullable Throwable cause) {
    super(problem);
    initCause(cause);
  }
}
