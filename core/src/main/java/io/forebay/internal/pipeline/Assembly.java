package io.forebay.internal.pipeline;

import io.forebay.BackendObserver;
import io.forebay.internal.origins.Fleet;
import io.forebay.internal.tokens.TokenDesk;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spi.Clock;
import io.forebay.spi.Contract;
import io.forebay.spi.Telemetry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a pipeline is assembled from.
 *
 * @param spec the definition, with the manners in force
 * @param fleet where exchanges go
 * @param clock times waits
 * @param observers who hears what happens
 * @param leaks finds responses that are never closed
 * @param contract what requests and responses have to keep to
 * @param closed whether the backend refuses
 * @param tokens what requests have to carry
 * @param telemetry who follows exchanges
 */
public record Assembly(
    BackendSpec spec,
    Fleet fleet,
    Clock clock,
    List<BackendObserver> observers,
    Leaks leaks,
    Optional<Contract> contract,
    BooleanSupplier closed,
    Optional<TokenDesk> tokens,
    Optional<Telemetry> telemetry) {

  /** A finder of leaks for a backend. */
  public static Leaks leaks(String label, Runnable counter) {
    return new Leaks(label, counter);
  }

  ExchangeSpec manners() {
    return spec.exchange();
  }

  /** Who knows the contract, where there is one. */
  Contract verifier() {
    return contract.orElseThrow();
  }

  /** The rules in force about further attempts. */
  RetrySpec retries() {
    return manners().retries().orElse(lone() ? RetrySpec.NONE : RetrySpec.DEFAULT);
  }

  /**
   * Whether exchanges go to the only origin within the caller's own call: nothing is to be chosen,
   * and no attempt may have to be given up alone.
   */
  boolean direct() {
    return lone() && retries().attempts() == 1;
  }

  private boolean lone() {
    return spec.transport().origins().lone();
  }
}
