package io.forebay.internal.tls;

import io.forebay.internal.threads.Repeating;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
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
  private final Runnable afterSwap;
  private final Repeating looks;

  private TlsWatcher(OriginTls tls, Clock clock, Runnable afterSwap, Executor worker) {
    this.tls = tls;
    this.afterSwap = afterSwap;
    looks = new Repeating(INTERVAL, this::look, clock, worker);
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
      watcher.looks.start();
    }
    return watcher;
  }

  private void look() {
    try {
      if (tls.reloadIfChanged() && !looks.closed()) {
        afterSwap.run();
      }
    } catch (RuntimeException e) {
      log.error("watching {} failed", tls.files(), e);
    }
  }

  /** Stops watching; a look that has begun may still end, but nothing follows it. */
  @Override
  public void close() {
    looks.close();
  }
}
