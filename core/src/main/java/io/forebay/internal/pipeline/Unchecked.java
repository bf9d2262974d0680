package io.forebay.internal.pipeline;

/** A body cannot be checked, for this reason. */
final class Unchecked extends Exception {
  private static final long serialVersionUID = 1L;

  Unchecked(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
