package io.forebay.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.internal.pool.PermitQueue.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Two ask at once for the only permit, just as it comes back. */
@JCStressTest
@Outcome(id = "GRANTED, WAITING, 1, 1", expect = ACCEPTABLE, desc = "the first came first")
@Outcome(id = "WAITING, GRANTED, 1, 1", expect = ACCEPTABLE, desc = "the second came first")
@Outcome(expect = FORBIDDEN, desc = "both or none has it, or somebody waits while it is free")
@State
public class AcquireRace {
  private final PermitQueue queue = new PermitQueue(1, 2);
  private final Deal deal = new Deal(this::askFirst, this::askSecond, queue::release);
  private Waiter first;
  private Waiter second;

  public AcquireRace() {
    queue.join();
  }

  private void askFirst() {
    first = queue.join(() -> {});
  }

  private void askSecond() {
    second = queue.join(() -> {});
  }

  @Actor
  public void first() {
    deal.first();
  }

  @Actor
  public void second() {
    deal.second();
  }

  @Arbiter
  public void see(LLLL_Result r) {
    r.r1 = first.outcome();
    r.r2 = second.outcome();
    r.r3 = queue.counts().leased();
    r.r4 = queue.counts().waiting();
  }
}
