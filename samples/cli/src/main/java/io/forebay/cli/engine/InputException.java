package io.forebay.cli.engine;

import org.jspecify.annotations.Nullable;

/** What the caller gave cannot be used; nothing has been sent. The message is for people. */
public final class InputException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public InputException(String message) {
    this(message, null);
  }

  /** Says what is wrong, and what showed it. */
  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What is wrong, for people. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
