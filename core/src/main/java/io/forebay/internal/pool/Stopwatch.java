package io.forebay.internal.pool;

import io.forebay.Timings;
import java.time.Duration;

/** Adds up where the time of an exchange goes. Its fields are nanoseconds. */
final class Stopwatch {
  long permit;
  long dns;
  long connect;
  long tls;
  long ttfb;
  private long lapStartedAt;

  void started() {
    lapStartedAt = System.nanoTime();
  }

  long lap() {
    long now = System.nanoTime();
    long nanos = now - lapStartedAt;
    lapStartedAt = now;
    return nanos;
  }

  /** When the last lap ended. */
  long lastLap() {
    return lapStartedAt;
  }

  /** Goes on as another one, which ran beside it. */
  void follow(Stopwatch other) {
    permit = other.permit;
    dns = other.dns;
    connect = other.connect;
    tls = other.tls;
    ttfb = other.ttfb;
    lapStartedAt = other.lapStartedAt;
  }

  Timings timings(long startedAt, long until) {
    return new Timings(
        Duration.ofNanos(startedAt == 0 ? 0 : until - startedAt),
        Duration.ofNanos(permit),
        Duration.ofNanos(dns),
        Duration.ofNanos(connect),
        Duration.ofNanos(tls),
        Duration.ofNanos(ttfb));
  }
}
