package io.forebay.internal.health;

import io.forebay.internal.threads.Turns;
import io.forebay.internal.threads.Workers;
import java.util.concurrent.Executor;

/**
 * The threads that probes run on: so many at once and not more, however many origins hang.
 *
 * <p>A probe waits for a thread in one of two lines, each with threads of its own: origins whose
 * last probe passed in one, all others in the other. So an origin that hangs holds up the good ones
 * once, by its first failure, and after that only what is new or failing too. Where {@code n}
 * probes wait in a line of {@code b} threads, the last one is late by at most {@code n / b} limits
 * of a probe; while it waits its own limit does not run.
 */
public final class ProbeThreads {
  /** Threads of each line: 10,000 good origins a second may take 50 ms each to answer. */
  private static final int MOST = 512;

  /** The probes of the process, 512 at once in each line. */
  public static final ProbeThreads SHARED = new ProbeThreads(MOST, Workers.executor());

  private final Executor good;
  private final Executor others;

  /** At most {@code most} at once in each line, on these threads. */
  public ProbeThreads(int most, Executor threads) {
    good = new Turns(most, threads);
    others = new Turns(most, threads);
  }

  /**
   * Runs a probe when it is its turn.
   *
   * @param passed whether the origin's last probe passed
   * @param probe must not throw
   */
  void execute(boolean passed, Runnable probe) {
    (passed ? good : others).execute(probe);
  }
}
