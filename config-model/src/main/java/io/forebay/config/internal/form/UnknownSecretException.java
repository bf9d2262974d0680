package io.forebay.config.internal.form;

/** A secret is to be written that came from no reference. */
final class UnknownSecretException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Says so, where the place is still to be told. */
  UnknownSecretException() {
    super("a secret of unknown origin (expected: one from ${env:NAME} or ${file:PATH})");
  }
}
