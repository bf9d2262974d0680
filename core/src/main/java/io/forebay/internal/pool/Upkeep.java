package io.forebay.internal.pool;

import io.forebay.internal.threads.SystemClock;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool of an origin, and what closes the connections that have been idle for too
 * long.
 *
 * <p>OkHttp wakes a thread whenever a connection becomes idle, to see whether one is idle for too
 * long: a wake-up and a look at every connection for each call. Here one timer asks when the first
 * of them is due, and there is none while there are no connections. Where OkHttp's parts cannot be
 * reached, its own way is used.
 */
final class Upkeep {
  private static final long UNBOUNDED_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionPool pool;
  private final @Nullable LongUnaryOperator closeOne;
  private final long longestPause;
  private final long firstPause;
  private final AtomicBoolean planned = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile Clock.@Nullable Scheduled next;

  /**
   * A pool that keeps up to {@code maxIdle} idle connections for a time.
   *
   * @param bounded whether there are never more connections than may be idle
   */
  static Upkeep of(int maxIdle, long keepaliveNanos, boolean bounded) {
    return of(OkHttpInternals.FOUND, maxIdle, keepaliveNanos, bounded);
  }

  static Upkeep of(
      Optional<OkHttpInternals> internals, int maxIdle, long keepaliveNanos, boolean bounded) {
    long longestPause = bounded ? Long.MAX_VALUE : UNBOUNDED_CHECK_NANOS;
    return internals
        .map(found -> found.pool(maxIdle, keepaliveNanos))
        .map(silent -> new Upkeep(silent, keepaliveNanos, longestPause))
        .orElseGet(
            () -> new Upkeep(new ConnectionPool(maxIdle, keepaliveNanos, TimeUnit.NANOSECONDS)));
  }

  private Upkeep(OkHttpInternals.SilentPool silent, long keepaliveNanos, long longestPause) {
    pool = silent.connections();
    closeOne = silent.closeOne();
    this.longestPause = longestPause;
    firstPause = keepaliveNanos;
  }

  private Upkeep(ConnectionPool own) {
    pool = own;
    closeOne = null;
    longestPause = 0;
    firstPause = 0;
  }

  ConnectionPool pool() {
    return pool;
  }

  /** A connection was made, which may be idle one day. */
  void made() {
    if (closeOne != null && !stopped && planned.compareAndSet(false, true)) {
      plan(firstPause);
    }
  }

  private void plan(long pause) {
    Duration until = Duration.ofNanos(Math.min(pause, longestPause));
    next = SystemClock.INSTANCE.schedule(until, () -> Workers.executor().execute(this::tend));
    if (stopped) {
      stop();
    }
  }

  private void tend() {
    LongUnaryOperator closer = closeOne;
    if (closer == null || stopped) {
      return;
    }
    long pause = closer.applyAsLong(System.nanoTime());
    while (pause == 0) {
      pause = closer.applyAsLong(System.nanoTime());
    }
    if (pause > 0) {
      plan(pause);
      return;
    }
    planned.set(false);
    if (pool.connectionCount() > 0) {
      made(); // Since it was last looked at.
    }
  }

  /** Looks after nothing any more. */
  void stop() {
    stopped = true;
    Clock.Scheduled due = next;
    if (due != null) {
      due.cancel();
    }
  }
}
