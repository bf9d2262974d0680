package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
 * @param breaker what refuses exchanges because of those before them; empty: nothing
 * @param permitTimeout longest wait; zero: none
 * @param attemptTimeout longest attempt; zero: any
 * @param clock times the waits of asynchronous exchanges
 */
public record Admission(
    String label,
    OriginPool pool,
    Supplier<HealthState> verdict,
    BooleanSupplier gate,
    Optional<Breaker> breaker,
    Duration permitTimeout,
    Duration attemptTimeout,
    Clock clock)
    implements Entrance {

  @Override
  public HealthState health() {
    return verdict.get();
  }

  @Override
  public Admission only() {
    return this;
  }

  @Override
  public Admission choose(Exchange exchange) {
    return this;
  }

  /**
   * Asks for a permit for {@code call}, unless it was settled before a thread took it up.
   *
   * @return whether it is granted already
   */
  boolean grantsAtOnce(WireCall call) {
    PermitQueue.Waiter waiter = call.permit();
    if (waiter == null) {
      waiter = pool.permits().join();
      call.permit(waiter);
    }
    return waiter.outcome() == PermitQueue.Outcome.GRANTED;
  }

  /** Waits for the permit that {@code call} has asked for. */
  PermitQueue.Outcome await(WireCall call) throws InterruptedException {
    PermitQueue.Waiter waiter = Objects.requireNonNull(call.permit(), "asked before");
    if (waiter.outcome() != PermitQueue.Outcome.WAITING) {
      return waiter.outcome();
    }
    if (call.exchange().nested(pool)) {
      waiter.nested();
      return waiter.outcome();
    }
    return waiter.await(longestWait(call.exchange()));
  }

  /** Runs {@code call} on a worker once its permit is settled, whatever the outcome. */
  void whenSettled(WireCall call, Runnable run) {
    if (!gate.getAsBoolean()) {
      Workers.executor().execute(run);
      return;
    }
    AsyncWait wait = new AsyncWait(call.exchange(), run, System.nanoTime());
    PermitQueue.Waiter waiter = pool.permits().join(wait);
    call.permit(waiter);
    if (waiter.outcome() == PermitQueue.Outcome.WAITING) {
      wait.limit(clock.schedule(Duration.ofNanos(longestWait(call.exchange())), waiter::expire));
    } else {
      wait.run();
    }
    wait.armed();
  }

  private long longestWait(Exchange exchange) {
    return Math.min(permitTimeout.toNanos(), exchange.totalNanosLeft());
  }
}
