package io.forebay.internal.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;

/**
 * The limits on the time of an exchange, and when it began. Those of an attempt beside another are
 * the same ones. Set by the thread of the call, before others hear of it.
 */
public final class TimeLimits {
  /** How long OkHttp's timer may have run before we heard of a call that we did not start. */
  private static final long TIMER_AHEAD = TimeUnit.MILLISECONDS.toNanos(1);

  private long startedAt;
  private long totalNanos;
  private int connectMillis;
  private int ttfbMillis;

  /** Limits that are not known yet. */
  TimeLimits() {}

  /** The call is about to start. */
  void starting() {
    startedAt = System.nanoTime();
  }

  /** The call starts, if nobody told so before. */
  void started(Call call) {
    totalNanos = call.timeout().timeoutNanos();
    if (startedAt == 0) {
      startedAt = System.nanoTime() - TIMER_AHEAD;
    }
  }

  /** The pipeline starts. */
  void begin(Interceptor.Chain through) {
    connectMillis = through.connectTimeoutMillis();
    ttfbMillis = through.readTimeoutMillis();
  }

  /** When the exchange started, by the system's clock; 0: it has not. */
  long startedAt() {
    return startedAt;
  }

  /** The total limit; zero: none. */
  public Duration total() {
    return Duration.ofNanos(totalNanos);
  }

  /** Whether the total limit has passed. */
  public boolean totalPassed() {
    return totalNanos > 0 && System.nanoTime() - startedAt >= totalNanos;
  }

  /** What is left of the total limit; {@code Long.MAX_VALUE} without one. */
  public long totalNanosLeft() {
    return totalNanos == 0
        ? Long.MAX_VALUE
        : Math.max(0, totalNanos - (System.nanoTime() - startedAt));
  }

  /** The call may take no longer than what is left of the total limit, counted from now on. */
  void limit(Call call) {
    if (totalNanos > 0) {
      call.timeout().timeout(Math.max(1, totalNanosLeft()), TimeUnit.NANOSECONDS);
    }
  }

  /** The TTFB limit; zero: none. */
  public Duration ttfb() {
    return Duration.ofMillis(ttfbMillis);
  }

  /** The connect limit; zero: none. */
  public Duration connect() {
    return Duration.ofMillis(connectMillis);
  }

  /** The connect limit; {@code Long.MAX_VALUE} without one. */
  long connectNanos() {
    return connectMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(connectMillis);
  }
}
