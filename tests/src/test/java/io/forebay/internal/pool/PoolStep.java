package io.forebay.internal.pool;

import java.util.Random;

/**
 * One step of a random run. Its number chooses among whatever is there when it runs, so that steps
 * can be left out and the others still mean something.
 *
 * @param act what is done
 * @param number to whom, how long or how many
 */
record PoolStep(Act act, int number) {

  /** What can be done with a pool. */
  enum Act {
    /** Asks, without a limit. */
    ASK(8),
    /** Asks, and waits at most that many milliseconds. */
    ASK_FOR_A_WHILE(12),
    /** Gives a permit back. */
    RELEASE(14),
    /** Gives up for somebody, settled or not. */
    CANCEL(6),
    /** Time passes. */
    PASS(4),
    /** The limit moves. */
    LIMIT(1),
    /** A permit led nowhere. */
    OVERFLOW(1),
    /** Asks from within a call that holds a permit. */
    ASK_NESTED(1),
    /** The end: only once in a long run. */
    CLOSE(0);

    private final int weight;

    Act(int weight) {
      this.weight = weight;
    }
  }

  /** A step by chance; one in {@code closeOnceIn} closes. */
  static PoolStep any(Random random, int closeOnceIn) {
    int number = random.nextInt(1_000);
    if (random.nextInt(closeOnceIn) == 0) {
      return new PoolStep(Act.CLOSE, number);
    }
    int sum = 0;
    for (Act act : Act.values()) {
      sum += act.weight;
    }
    int left = random.nextInt(sum);
    for (Act act : Act.values()) {
      left -= act.weight;
      if (left < 0) {
        return new PoolStep(act, number);
      }
    }
    throw new AssertionError("the weights add up");
  }
}
