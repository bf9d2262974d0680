package io.forebay.internal.pipeline;

import io.forebay.BackendObserver;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.pool.Admission;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spi.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a pipeline is assembled from.
 *
 * @param spec the definition, with the manners in force
 * @param way where exchanges go
 * @param observers who hears what happens
 * @param leaks finds responses that are never closed
 * @param closed whether the backend refuses
 */
public record Assembly(
    BackendSpec spec,
    Way way,
    List<BackendObserver> observers,
    Leaks leaks,
    BooleanSupplier closed) {

  /** Where exchanges go. */
  public sealed interface Way {}

  /**
   * To the only origin, each by the caller's own call.
   *
   * @param admission how they get their permit
   */
  public record Direct(Admission admission) implements Way {}

  /**
   * To one of several, each attempt by a call of its own.
   *
   * @param fleet these
   * @param clock times the waits of asynchronous exchanges
   */
  public record Chosen(Fleet fleet, Clock clock) implements Way {}

  /** A finder of leaks for a backend. */
  public static Leaks leaks(String label, Runnable counter) {
    return new Leaks(label, counter);
  }

  ExchangeSpec manners() {
    return spec.exchange();
  }
}
