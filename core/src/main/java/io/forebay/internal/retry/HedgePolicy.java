package io.forebay.internal.retry;

import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import java.util.OptionalLong;

/**
 * When a slow attempt gets a second one beside it. Shared by all exchanges of a backend;
 * thread-safe without locks.
 *
 * <p>An exchange asks for the {@link #delay} as it begins, and, once that has passed without a
 * response, whether it {@link #tryHedge may} hedge. The percentile follows the origins, so when all
 * of them get slow nobody is slow; the share of hedges is what holds until it has followed.
 */
public final class HedgePolicy {
  private final HedgeSpec spec;
  private final RetryBudgetSpec share;
  private final LatencyWindow latencies;
  private final RetryBudget hedges;
  private final RetryBudget budget;

  /**
   * A policy that has hedged nothing yet.
   *
   * @param latencies of first attempts that got a response; kept by the caller
   * @param budget what retries and hedges share; kept by the caller
   * @param now monotonic nanoseconds
   */
  public HedgePolicy(HedgeSpec spec, LatencyWindow latencies, RetryBudget budget, long now) {
    this.spec = spec;
    this.latencies = latencies;
    this.budget = budget;
    share = new RetryBudgetSpec(spec.extraLoadPercent(), 0);
    hedges = new RetryBudget(now);
  }

  /** An exchange begins. The budget has to be told as well, by the caller. */
  public void request(long now) {
    hedges.request(now);
  }

  /** Nanoseconds to wait for the first attempt; empty while too little is known to say. */
  public OptionalLong delay(boolean idempotent, long now) {
    return idempotent && spec.extraLoadPercent() > 0
        ? latencies.percentile(spec.percentile(), now)
        : OptionalLong.empty();
  }

  /** Whether an attempt that took longer may get another beside it; if so, that one counts. */
  public boolean tryHedge(RetryBudgetSpec shared, long now) {
    long hedge = hedges.acquire(share, now);
    if (hedge == RetryBudget.NONE) {
      return false;
    }
    if (budget.tryAcquire(shared, now)) {
      return true;
    }
    hedges.giveBack(hedge);
    return false;
  }
}
