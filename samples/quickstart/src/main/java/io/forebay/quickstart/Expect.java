package io.forebay.quickstart;

import io.forebay.BackendException;
import io.forebay.ErrorKind;

/** Compares what happened with what the story says. */
final class Expect {
  private Expect() {}

  /** Something that may fail on the wire. */
  @FunctionalInterface
  interface Attempt {
    void make() throws BackendException;
  }

  static void that(String what, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new IllegalStateException(what + ": " + actual + " (expected: " + expected + ")");
    }
  }

  /** The failure that an attempt ends with. */
  static BackendException failure(ErrorKind kind, Attempt attempt) {
    try {
      attempt.make();
    } catch (BackendException e) {
      that("kind of '" + e.getMessage() + "'", e.kind(), kind);
      return e;
    }
    throw new IllegalStateException("nothing failed (expected: " + kind.text() + ")");
  }
}
