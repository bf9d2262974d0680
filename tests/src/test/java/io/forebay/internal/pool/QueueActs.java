package io.forebay.internal.pool;

import io.forebay.internal.pool.PermitQueue.Counts;
import io.forebay.internal.pool.PermitQueue.Outcome;
import io.forebay.internal.pool.PermitQueue.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * What threads do with a queue. When they begin, the first two hold a permit, and two others wait:
 * for those, anybody may give up; each thread acts for itself otherwise.
 *
 * <p>Asking tells nothing, because it is not one step with looking what came of it.
 */
@Param(name = "me", gen = ThreadIdGen.class)
@Param(name = "earlier", gen = IntGen.class, conf = "0:1")
@Param(name = "max", gen = IntGen.class, conf = "1:3")
public class QueueActs {
  private static final int THREADS = 8;

  private final PermitQueue queue = new PermitQueue(2, 3);
  private final Request[] earlier = new Request[2];
  private final @Nullable Request[] mine = new Request[THREADS];

  /** Fills the queue. */
  public QueueActs() {
    mine[1] = ask();
    mine[2] = ask();
    earlier[0] = ask();
    earlier[1] = ask();
  }

  private Request ask() {
    AtomicInteger told = new AtomicInteger();
    return new Request(queue.join(told::incrementAndGet), told);
  }

  @Operation
  public void ask(@Param(name = "me") int me) {
    if (mine[me] == null) {
      mine[me] = ask();
    }
  }

  @Operation
  public String look(@Param(name = "me") int me) {
    return mine[me] == null ? "NOTHING" : mine[me].outcome().name();
  }

  @Operation
  public String giveBack(@Param(name = "me") int me) {
    String found = look(me);
    if (found.equals("GRANTED")) {
      queue.release();
    }
    if (!found.equals("WAITING")) {
      mine[me] = null;
    }
    return found;
  }

  @Operation
  public String giveUp(@Param(name = "me") int me) {
    if (mine[me] != null) {
      mine[me].waiter.cancel();
    }
    return look(me);
  }

  @Operation
  public void overflow(@Param(name = "me") int me) {
    if (look(me).equals("GRANTED")) {
      mine[me] = new Request(queue.overflow(), new AtomicInteger(-1));
    }
  }

  @Operation
  public String cancelEarlier(@Param(name = "earlier") int which) {
    earlier[which].waiter.cancel();
    return lookAtEarlier(which);
  }

  @Operation
  public String expireEarlier(@Param(name = "earlier") int which) {
    earlier[which].waiter.expire();
    return lookAtEarlier(which);
  }

  @Operation
  public String lookAtEarlier(@Param(name = "earlier") int which) {
    return earlier[which].outcome().name();
  }

  @Operation
  public void limit(@Param(name = "max") int max) {
    queue.limit(max);
  }

  @Operation
  public void close() {
    queue.close();
  }

  /** The three numbers as one, for its digits cost Lincheck less than a text. */
  @Operation
  public int counts() {
    return digits(queue.counts());
  }

  static int digits(Counts counts) {
    return counts.max() * 10_000 + counts.leased() * 100 + counts.waiting();
  }

  /** When all threads are done, the numbers are those of the requests, and each was told once. */
  @Validate
  public void addsUp() {
    int leased = 0;
    int waiting = 0;
    for (int i = 0; i < THREADS + 2; i++) {
      Request request = i < 2 ? earlier[i] : mine[i - 2];
      if (request != null) {
        leased += request.outcome() == Outcome.GRANTED ? 1 : 0;
        waiting += request.outcome() == Outcome.WAITING ? 1 : 0;
        request.requireToldOnce(i < 2);
      }
    }
    Counts counts = queue.counts();
    if (counts.leased() != leased || counts.waiting() != waiting) {
      throw new IllegalStateException(leased + " hold, " + waiting + " wait: " + counts);
    }
    if (waiting > 0 && leased < counts.max()) {
      throw new IllegalStateException("somebody waits for a free permit: " + counts);
    }
  }

  /** One who asked, and how often it was told; -1 where it cannot be told. */
  private static final class Request {
    private final Waiter waiter;
    private final AtomicInteger told;

    Request(Waiter waiter, AtomicInteger told) {
      this.waiter = waiter;
      this.told = told;
    }

    Outcome outcome() {
      return waiter.outcome();
    }

    /** Only who had to wait is told; who asked late may have been granted a permit at once. */
    void requireToldOnce(boolean waited) {
      boolean gaveUp = outcome() == Outcome.CANCELLED || outcome() == Outcome.EXPIRED;
      boolean settled = outcome() != Outcome.WAITING;
      int most = settled ? 1 : 0;
      int least = settled && (waited || gaveUp) ? 1 : 0;
      if (told.get() > most || (told.get() >= 0 && told.get() < least)) {
        throw new IllegalStateException(outcome() + ", told " + told.get() + " times");
      }
    }
  }
}
