package io.forebay.internal.versions;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many calls rely on something, and whether it may still be relied on: one number, so that no
 * call slips in between the last one and the end. Thread-safe, without a lock.
 */
public final class Holds {
  /** Added once it is retired: the number is negative from then on. */
  private static final long RETIRED = Long.MIN_VALUE;

  private final AtomicLong state = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> whenIdle = new AtomicReference<>();

  /** Nobody relies on it yet. */
  public Holds() {}

  /**
   * Relies on it, until {@link #giveBack}.
   *
   * @return false if it is retired; then there is nothing to give back
   */
  public boolean take() {
    if (state.incrementAndGet() > 0) {
      return true;
    }
    giveBack();
    return false;
  }

  /** One call less. */
  public void giveBack() {
    if (state.decrementAndGet() == RETIRED) {
      idle();
    }
  }

  /**
   * Lets nobody rely on it any more. To be called once.
   *
   * @param then runs once, when nobody does
   */
  public void retire(Runnable then) {
    whenIdle.set(then);
    if (state.getAndAdd(RETIRED) == 0) {
      idle();
    }
  }

  /** Who came too late moves the number too, so that it may come to rest more than once. */
  private void idle() {
    Runnable then = whenIdle.getAndSet(null);
    if (then != null) {
      then.run();
    }
  }
}
