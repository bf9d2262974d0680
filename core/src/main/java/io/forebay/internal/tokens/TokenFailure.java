package io.forebay.internal.tokens;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No token came. The message tells of which kind, from where and why, and nothing secret. */
public final class TokenFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether whoever else asks there would fare no better. */
  private final boolean general;

  TokenFailure(String message, boolean general, @Nullable Throwable cause) {
    super(message, cause);
    this.general = general;
  }

  /** Where it was asked cannot answer at all, whatever the question. */
  static TokenFailure general(String message, @Nullable Throwable cause) {
    return new TokenFailure(message, true, cause);
  }

  /** This question has no answer; another may. */
  static TokenFailure ofThis(String message) {
    return new TokenFailure(message, false, null);
  }

  boolean isGeneral() {
    return general;
  }

  /** The same in the name of a token. */
  TokenFailure of(String name) {
    return new TokenFailure(name + ": token request failed: " + getMessage(), general, getCause());
  }
}
