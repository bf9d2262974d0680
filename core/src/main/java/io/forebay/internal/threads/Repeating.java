package io.forebay.internal.threads;

import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does something again and again, with a pause between the end of one time and the start of the
 * next. The clock only starts it; a worker does it, never two at a time.
 */
public final class Repeating implements AutoCloseable {
  private final Duration pause;
  private final Runnable work;
  private final Clock clock;
  private final Executor worker;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private Clock.@Nullable Scheduled next;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param work may block; what it throws reaches the worker, and it is done again all the same
   */
  public Repeating(Duration pause, Runnable work, Clock clock, Executor worker) {
    this.pause = pause;
    this.work = work;
    this.clock = clock;
    this.worker = worker;
  }

  /** Starts, with a pause. */
  public void start() {
    plan();
  }

  private void plan() {
    lock.lock();
    try {
      if (!closed) {
        next = clock.schedule(pause, () -> worker.execute(this::once));
      }
    } finally {
      lock.unlock();
    }
  }

  private void once() {
    try {
      if (!closed()) {
        work.run();
      }
    } finally {
      plan();
    }
  }

  /** Whether it has been closed. */
  public boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; what has begun may still end, but nothing follows it. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
