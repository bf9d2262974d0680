package io.forebay.internal.tls;

import io.forebay.internal.threads.Repeating;
import io.forebay.internal.threads.Workers;
import io.forebay.internal.tls.OriginTls.Refusal;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every five seconds whether the files of an origin have changed, and tells when they are in
 * force, or cannot be. Reading and telling happen on a worker, one after the other; the clock's
 * thread never waits. Thread-safe.
 */
public final class TlsWatcher implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(TlsWatcher.class);

  private final OriginTls tls;
  private final Listener listener;
  private final Repeating looks;

  /** What was told last. Of the look that runs. */
  private Optional<Refusal> told = Optional.empty();

  /** Hears of changed files, never of two changes at a time; may block. */
  @FunctionalInterface
  public interface Listener {
    /** They are in force. */
    void swapped();

    /** They cannot be put in force, and what was in force stays; once for each content. */
    default void refused(String problem) {}
  }

  private TlsWatcher(OriginTls tls, Clock clock, Listener listener, Executor worker) {
    this.tls = tls;
    this.listener = listener;
    looks = new Repeating(INTERVAL, this::look, clock, worker);
  }

  /** Starts to watch; schedules nothing where there is nothing to watch. */
  public static TlsWatcher watch(OriginTls tls, Clock clock, Listener listener) {
    return watch(tls, clock, listener, Workers.executor());
  }

  static TlsWatcher watch(OriginTls tls, Clock clock, Listener listener, Executor worker) {
    TlsWatcher watcher = new TlsWatcher(tls, clock, listener, worker);
    if (tls.watched()) {
      watcher.looks.start();
    }
    return watcher;
  }

  private void look() {
    try {
      boolean swapped = tls.reloadIfChanged();
      if (looks.closed()) {
        return;
      }
      tellOfRefusal();
      if (swapped) {
        listener.swapped();
      }
    } catch (RuntimeException e) {
      log.error("watching {} failed", tls.files(), e);
    }
  }

  private void tellOfRefusal() {
    Optional<Refusal> now = tls.refusal();
    boolean isNew = !now.equals(told);
    told = now;
    if (isNew) {
      now.map(Refusal::problem).ifPresent(listener::refused);
    }
  }

  /** Stops watching; a look that has begun may still end, but nothing follows it. */
  @Override
  public void close() {
    looks.close();
  }
}
