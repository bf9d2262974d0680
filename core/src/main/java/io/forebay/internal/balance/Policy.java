package io.forebay.internal.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to choose among seats of the same priority. Keeps what must outlive a snapshot; its
 * balancer sees to it that one thread at a time asks.
 */
interface Policy {

  /**
   * Prepares for choosing.
   *
   * @param all whoever has that priority
   * @param usable those of them that may be chosen, in the same order; at least one
   */
  Chooser over(List<Seat> all, List<Seat> usable);

  /** Chooses over what does not change but for the load; any number of threads at once. */
  interface Chooser {

    /** One of the usable, or null if the exchange has tried them all. */
    @Nullable Seat choose(Pick pick, Tried tried);
  }
}
