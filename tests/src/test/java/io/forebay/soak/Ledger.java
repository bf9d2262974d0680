package io.forebay.soak;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** What the origins saw: how often each id arrived whole, at whichever node. */
final class Ledger {
  private final AtomicIntegerArray arrivals;

  Ledger(int calls) {
    arrivals = new AtomicIntegerArray(calls + 1);
  }

  /** Enters one more arrival; its number. */
  int arrived(int id) {
    return arrivals.incrementAndGet(id);
  }

  int arrivals(int id) {
    return arrivals.get(id);
  }
}
