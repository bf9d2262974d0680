package io.forebay.internal.pool;

import io.forebay.spi.Clock;
import java.time.Duration;

/**
 * How exchanges with the same manners get one of the places of their backend.
 *
 * @param places who has them
 * @param permitTimeout longest wait; zero: none
 * @param clock times the waits of asynchronous exchanges
 */
public record Doorway(Places places, Duration permitTimeout, Clock clock) {

  /** Waits for the place that an exchange has asked for. */
  public PermitQueue.Outcome await(Exchange exchange, PermitQueue.Waiter waiter)
      throws InterruptedException {
    if (waiter.outcome() != PermitQueue.Outcome.WAITING) {
      return waiter.outcome();
    }
    if (exchange.nested(places)) {
      waiter.nested();
      return waiter.outcome();
    }
    long from = System.nanoTime();
    try {
      return waiter.await(longestWait(exchange));
    } finally {
      exchange.waited(System.nanoTime() - from);
    }
  }

  /** Asks for a place without a thread, and goes on once that is settled, whatever the outcome. */
  void whenSettled(Exchange exchange, Runnable run) {
    AsyncWait wait = new AsyncWait(exchange, run, System.nanoTime());
    PermitQueue.Waiter waiter = places.queue().join(wait);
    exchange.asksForPlace(waiter);
    if (waiter.outcome() != PermitQueue.Outcome.WAITING) {
      run.run();
      return;
    }
    wait.limit(clock.schedule(Duration.ofNanos(longestWait(exchange)), waiter::expire));
    wait.armed();
  }

  private long longestWait(Exchange exchange) {
    return Math.min(permitTimeout.toNanos(), exchange.limits().totalNanosLeft());
  }
}
