package io.forebay.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * An asynchronous call asks for the only permit just as it comes back, as the call is cancelled and
 * as the wait runs out. The call then ends as OkHttp ends it.
 */
@JCStressTest
@Outcome(id = "GRANTED, 1, 0, 0", expect = ACCEPTABLE, desc = "ran with the permit, gave it back")
@Outcome(id = "CANCELLED, 1, 0, 0", expect = ACCEPTABLE, desc = "ran to say that it is cancelled")
@Outcome(id = "EXPIRED, 1, 0, 0", expect = ACCEPTABLE, desc = "ran to say that there is no permit")
@Outcome(expect = FORBIDDEN, desc = "never ran, ran twice, or a permit lost or doubled")
@State
public class AsyncCallRace {
  private final FakeClock clock = new FakeClock();
  private final Meeting meeting = new Meeting(clock);
  private final AtomicInteger runs = new AtomicInteger();
  private final Deal deal =
      new Deal(
          () -> meeting.ask(runs::incrementAndGet),
          meeting::release,
          meeting::cancel,
          () -> clock.advance(Duration.ofHours(1)));

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
    if (!Waiting.holds(Duration.ofSeconds(10), () -> runs.get() > 0)) {
      r.r1 = "never ran";
      return;
    }
    PermitQueue.Waiter waiter = meeting.exchange.permit();
    r.r1 = waiter.outcome();
    meeting.end(r.r1 == PermitQueue.Outcome.GRANTED);
    r.r2 = runs.get();
    r.r3 = meeting.pool.permits().counts().leased();
    r.r4 = meeting.pool.permits().counts().waiting();
  }
}
