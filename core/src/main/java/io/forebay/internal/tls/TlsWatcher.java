package io.forebay.internal.tls;

import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every five seconds whether the files of an origin have changed, and tells when they are in
 * force. Reading and telling happen on a worker, one after the other; the clock's thread never
 * waits. Thread-safe.
 */
public final class TlsWatcher implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(TlsWatcher.class);

  private final OriginTls tls;
  private final Clock clock;
  private final Runnable afterSwap;
  private final Executor worker;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private boolean closed;
  private Clock.@Nullable Scheduled next;

  private TlsWatcher(OriginTls tls, Clock clock, Runnable afterSwap, Executor worker) {
    this.tls = tls;
    this.clock = clock;
    this.afterSwap = afterSwap;
    this.worker = worker;
  }

  /**
   * Starts to watch; schedules nothing where there is nothing to watch.
   *
   * @param afterSwap called after each change, never two at a time; may block
   */
  public static TlsWatcher watch(OriginTls tls, Clock clock, Runnable afterSwap) {
    return watch(tls, clock, afterSwap, Workers.executor());
  }

  static TlsWatcher watch(OriginTls tls, Clock clock, Runnable afterSwap, Executor worker) {
    TlsWatcher watcher = new TlsWatcher(tls, clock, afterSwap, worker);
    if (tls.watched()) {
      watcher.scheduleNext();
    }
    return watcher;
  }

  private void scheduleNext() {
    lock.lock();
    try {
      if (!closed) {
        next = clock.schedule(INTERVAL, () -> worker.execute(this::look));
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    try {
      if (!closed() && tls.reloadIfChanged() && !closed()) {
        afterSwap.run();
      }
    } catch (RuntimeException e) {
      log.error("watching {} failed", tls.files(), e);
    } finally {
      scheduleNext();
    }
  }

  private boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Stops watching; a look that has begun may still end, but nothing follows it. */
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
