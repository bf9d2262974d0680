package io.forebay.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.internal.limit.ThrottleLine;
import io.forebay.spec.Throttle;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * The only slot is given back just as the one who waits for it is cancelled and runs out of time.
 */
@JCStressTest
@Outcome(id = "GRANTED, 1, LATE, 0", expect = ACCEPTABLE, desc = "handed over: told once, spent")
@Outcome(id = "CANCELLED, 1, GRANTED, 0", expect = ACCEPTABLE, desc = "cancelled first: slot free")
@Outcome(id = "EXPIRED, 1, GRANTED, 0", expect = ACCEPTABLE, desc = "expired first: slot free")
@Outcome(expect = FORBIDDEN, desc = "a slot lost or doubled, told not at all or twice")
@State
public class SlotRace {
  private final ThrottleLine line =
      new ThrottleLine(List.of(Throttle.of(1, Duration.ofHours(1))), 2, new Still());
  private final AtomicInteger told = new AtomicInteger();
  private final ThrottleLine.Slot waiter;
  private final Deal deal;

  /** No time passes. */
  private static final class Still implements Clock {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      return () -> {};
    }
  }

  public SlotRace() {
    ThrottleLine.Slot holder = line.join(Long.MAX_VALUE, null);
    waiter = line.join(Long.MAX_VALUE, told::incrementAndGet);
    deal = new Deal(holder::giveBack, waiter::cancel, waiter::expire);
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
    // Another one, who would have to wait for an hour where the slot is spent.
    r.r3 = line.join(1, null).outcome();
    r.r4 = line.waiting();
  }
}
