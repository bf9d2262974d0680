package io.forebay.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * The only permit comes back just as the one who waits for it is cancelled and runs out of time.
 */
@JCStressTest
@Outcome(id = "GRANTED, 1, 1, 0", expect = ACCEPTABLE, desc = "handed over: held once, told once")
@Outcome(id = "CANCELLED, 1, 0, 0", expect = ACCEPTABLE, desc = "cancelled first: permit free")
@Outcome(id = "EXPIRED, 1, 0, 0", expect = ACCEPTABLE, desc = "expired first: permit free")
@Outcome(expect = FORBIDDEN, desc = "a permit lost or doubled, told not at all or twice")
@State
public class HandOverRace {
  private final PermitQueue queue = new PermitQueue(1, 2);
  private final AtomicInteger told = new AtomicInteger();
  private final PermitQueue.Waiter waiter;
  private final Deal deal;

  public HandOverRace() {
    queue.join();
    waiter = queue.join(told::incrementAndGet);
    deal = new Deal(queue::release, waiter::cancel, waiter::expire);
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
    r.r1 = waiter.outcome();
    r.r2 = told.get();
    r.r3 = queue.counts().leased();
    r.r4 = queue.counts().waiting();
  }
}
