package io.forebay.internal.threads;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs at most so many tasks at once on threads that others use too; the rest wait for their turn,
 * in the order in which they came, and hold no thread. Thread-safe.
 */
public final class Turns implements Executor {
  private final Executor threads;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Queue<Runnable> line = new ArrayDeque<>();
  private int running;

  /** At most {@code most} at once on these threads. */
  public Turns(int most, Executor threads) {
    this.most = most;
    this.threads = threads;
  }

  /**
   * Runs the task when it is its turn.
   *
   * @param task must not throw
   * @throws RejectedExecutionException if it has its turn and the threads refuse it; it then never
   *     runs
   */
  @Override
  public void execute(Runnable task) {
    if (!takeTurn(task)) {
      return;
    }
    boolean started = false;
    try {
      threads.execute(() -> runFrom(task));
      started = true;
    } finally {
      if (!started) {
        giveUpTurn();
      }
    }
  }

  /** Whether so many run that the next one has to wait. */
  public boolean allTaken() {
    lock.lock();
    try {
      return running >= most;
    } finally {
      lock.unlock();
    }
  }

  private boolean takeTurn(Runnable task) {
    lock.lock();
    try {
      if (running >= most) {
        line.add(task);
        return false;
      }
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void runFrom(Runnable first) {
    for (Runnable task = first; task != null; task = next()) {
      task.run();
    }
  }

  /** The next in line; null: there is none, and the turn is given up. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = line.poll();
      running -= next == null ? 1 : 0;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void giveUpTurn() {
    lock.lock();
    try {
      running--;
    } finally {
      lock.unlock();
    }
  }
}
