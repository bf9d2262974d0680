package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.limit.ThrottleLine;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
 * @param throttle what spaces the starts of attempts; empty: nothing
 * @param way how exchanges get one of the places of the backend; empty: there is no bound
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
    Optional<ThrottleLine> throttle,
    Optional<Doorway> way,
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

  @Override
  public @Nullable Doorway doorway() {
    return way.orElse(null);
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
    if (throttle.isPresent()) {
      whenInTurn(throttle.get(), call, run);
      return;
    }
    whenPermitted(call, run);
  }

  /** A slot first, because who waits for one should hold no permit. */
  private void whenInTurn(ThrottleLine line, WireCall call, Runnable run) {
    Runnable then = () -> whenStarting(call, run);
    AsyncWait wait = new AsyncWait(call.exchange(), then, System.nanoTime());
    long left = call.exchange().limits().totalNanosLeft();
    ThrottleLine.Slot slot = line.join(left, wait);
    call.slot(slot);
    if (slot.outcome() != ThrottleLine.Outcome.WAITING) {
      then.run();
      return;
    }
    if (left != Long.MAX_VALUE) {
      wait.limit(clock.schedule(Duration.ofNanos(left), slot::expire));
    }
    wait.armed();
  }

  private void whenStarting(WireCall call, Runnable run) {
    ThrottleLine.Slot slot = call.slot();
    if (slot != null && slot.outcome() == ThrottleLine.Outcome.GRANTED) {
      whenPermitted(call, run);
    } else {
      Workers.executor().execute(run);
    }
  }

  private void whenPermitted(WireCall call, Runnable run) {
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
    return Math.min(permitTimeout.toNanos(), exchange.limits().totalNanosLeft());
  }
}
