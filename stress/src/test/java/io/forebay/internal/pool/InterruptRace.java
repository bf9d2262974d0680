package io.forebay.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.internal.threads.SystemClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;

/**
 * A thread waits for the only permit; it comes back just as the call is cancelled and the thread is
 * interrupted. The call then ends as OkHttp ends it.
 */
@JCStressTest
@Outcome(id = "GRANTED, 0, 0", expect = ACCEPTABLE, desc = "handed over, and given back once")
@Outcome(id = "CANCELLED, 0, 0", expect = ACCEPTABLE, desc = "cancelled while it waited")
@Outcome(id = "interrupted, 0, 0", expect = ACCEPTABLE, desc = "interrupted while it waited")
@Outcome(expect = FORBIDDEN, desc = "a permit lost, or given back twice")
@State
public class InterruptRace {
  private final Meeting meeting = new Meeting(SystemClock.INSTANCE);
  private final Deal deal = new Deal(meeting::release, meeting::cancel, this::interrupt);
  private Thread waiting;
  private Object outcome;

  @Actor
  public void waits() {
    mayBeInterrupted(Thread.currentThread());
    try {
      outcome = meeting.exchange.awaitPermit();
    } catch (InterruptedException e) {
      outcome = "interrupted";
    }
    mayBeInterrupted(null);
    meeting.end(outcome == PermitQueue.Outcome.GRANTED);
  }

  /** An interruption meant for the wait never reaches what the thread does next. */
  private synchronized void mayBeInterrupted(Thread thread) {
    waiting = thread;
    if (thread == null) {
      Thread.interrupted();
    }
  }

  private synchronized void interrupt() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Actor
  public void others() {
    deal.first();
    deal.second();
  }

  @Arbiter
  public void see(LII_Result r) {
    r.r1 = outcome;
    r.r2 = meeting.pool.permits().counts().leased();
    r.r3 = meeting.pool.permits().counts().waiting();
  }
}
