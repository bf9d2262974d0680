package io.forebay.internal.pool;

import io.forebay.internal.threads.Workers;

/**
 * What comes before an asynchronous call gets a worker: its place, what has to be there for it, and
 * its permit, in this order. It waits for each without a thread; its total limit is already
 * running. Where one is refused, the call runs, and its step says so.
 *
 * @param exchange whose call it is
 * @param asyncCall the call
 */
record AsyncStart(Exchange exchange, Runnable asyncCall) {

  /** Begins. */
  void begin() {
    Doorway door = exchange.doorway();
    if (door == null) {
      prepare();
    } else {
      door.whenSettled(exchange, this::placed);
    }
  }

  private void placed() {
    PermitQueue.Waiter asked = exchange.askedPlace();
    if (asked != null && asked.outcome() == PermitQueue.Outcome.GRANTED) {
      prepare();
    } else {
      run();
    }
  }

  private void prepare() {
    Exchange.Preparation first = exchange.preparation();
    if (first == null) {
      choose();
    } else {
      first.before(exchange, this::choose);
    }
  }

  private void choose() {
    Admission admission = exchange.entrance().choose(exchange);
    if (admission == null) {
      run();
      return;
    }
    admission.whenSettled(
        exchange.wire(),
        () -> {
          exchange.limitRest();
          asyncCall.run();
        });
  }

  private void run() {
    Workers.executor().execute(asyncCall);
  }
}
