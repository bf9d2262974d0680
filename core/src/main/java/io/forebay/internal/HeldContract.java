package io.forebay.internal;

import io.forebay.spi.Contract;

/**
 * The contract of a backend that may get another one while it is in use: an attempt keeps to the
 * one that its request began with. Thread-safe.
 */
final class HeldContract implements Contract {
  private volatile Contract now;

  HeldContract(Contract first) {
    now = first;
  }

  @Override
  public Rules rules(RequestHead request) {
    return now.rules(request);
  }

  @Override
  public boolean current() {
    return now.current();
  }

  /** Requests keep to this one from now on. */
  void replaceBy(Contract next) {
    now = next;
  }
}
