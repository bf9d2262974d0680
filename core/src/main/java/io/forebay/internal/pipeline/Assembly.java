package io.forebay.internal.pipeline;

import io.forebay.BackendObserver;
import io.forebay.internal.pool.Admission;
import io.forebay.spec.ExchangeSpec;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a pipeline is assembled from.
 *
 * @param spec the manners
 * @param admission how exchanges get their permit
 * @param observers who hears what happens
 * @param leaks finds responses that are never closed
 * @param closed whether the backend refuses
 */
public record Assembly(
    ExchangeSpec spec,
    Admission admission,
    List<BackendObserver> observers,
    Leaks leaks,
    BooleanSupplier closed) {

  /** A finder of leaks for a backend. */
  public static Leaks leaks(String label, Runnable counter) {
    return new Leaks(label, counter);
  }
}
