package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How exchanges with the same manners get a permit: whether they may ask at all, and how long they
 * wait. A synchronous exchange waits on its own thread, an asynchronous one on none.
 *
 * @param label the backend's label
 * @param pool where the permits lead
 * @param verdict the health of the origin
 * @param gate whether asking makes sense; where it does not, the exchange is refused by its own
 *     step
 * @param permitTimeout longest wait; zero: none
 * @param attemptTimeout longest attempt; zero: any
 * @param clock times the waits of asynchronous exchanges
 */
public record Admission(
    String label,
    OriginPool pool,
    Supplier<HealthState> verdict,
    BooleanSupplier gate,
    Duration permitTimeout,
    Duration attemptTimeout,
    Clock clock) {

  /**
   * Asks for a permit for {@code exchange}, unless it was settled before a thread took it up.
   *
   * @return whether it is granted already
   */
  boolean grantsAtOnce(Exchange exchange) {
    PermitQueue.Waiter waiter = exchange.permit();
    if (waiter == null) {
      waiter = pool.permits().join();
      exchange.permit(waiter);
    }
    return waiter.outcome() == PermitQueue.Outcome.GRANTED;
  }

  /** Waits for the permit that {@code exchange} has asked for. */
  PermitQueue.Outcome await(Exchange exchange) throws InterruptedException {
    PermitQueue.Waiter waiter = Objects.requireNonNull(exchange.permit(), "asked before");
    if (waiter.outcome() != PermitQueue.Outcome.WAITING) {
      return waiter.outcome();
    }
    if (exchange.nested()) {
      waiter.nested();
      return waiter.outcome();
    }
    return waiter.await(longestWait(exchange));
  }

  /** Runs {@code exchange} on a worker once its permit is settled, whatever the outcome. */
  void whenSettled(Exchange exchange, Runnable run) {
    if (!gate.getAsBoolean()) {
      Workers.executor().execute(run);
      return;
    }
    AsyncWait wait = new AsyncWait(exchange, run, System.nanoTime());
    PermitQueue.Waiter waiter = pool.permits().join(wait);
    exchange.permit(waiter);
    if (waiter.outcome() == PermitQueue.Outcome.WAITING) {
      wait.limit(clock.schedule(Duration.ofNanos(longestWait(exchange)), waiter::expire));
    } else {
      wait.run();
    }
    wait.armed();
  }

  private long longestWait(Exchange exchange) {
    return Math.min(permitTimeout.toNanos(), exchange.totalNanosLeft());
  }
}
