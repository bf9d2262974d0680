package io.forebay.internal;

/**
 * A slot could not be opened, although nothing was found when it came into force: something that it
 * needs has changed since. The message says what.
 */
final class SlotException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SlotException(IllegalArgumentException cause) {
    super("cannot be opened: " + cause.getMessage(), cause);
  }
}
