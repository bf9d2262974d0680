package io.forebay;

import java.time.Duration;

/** A backend and the right to close it. */
public interface ManagedBackend extends Backend, AutoCloseable {

  /** Closes with five seconds of patience; see {@link #close(Duration)}. */
  @Override
  default void close() {
    close(Duration.ofSeconds(5));
  }

  /**
   * Refuses new exchanges, fails those that wait for a permit, lets the ones under way finish, and
   * then closes every connection. Also ends the checks. Closing twice does nothing.
   *
   * @param patience how long exchanges under way may take; those left are cut off. Zero: at once
   */
  void close(Duration patience);
}
