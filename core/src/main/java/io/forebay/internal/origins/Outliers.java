package io.forebay.internal.origins;

import io.forebay.health.Ejection;
import io.forebay.health.HealthState;
import io.forebay.health.OriginSignal;
import io.forebay.health.OriginTally;
import io.forebay.health.OutlierDetector;
import io.forebay.health.OutlierDetector.Sweep;
import io.forebay.health.OutlierSpec;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a detector: sweeps while there is traffic or somebody is ejected, and tells what changed. An
 * idle backend wakes nobody.
 */
final class Outliers {

  /** Hears what changed, outside of any lock. */
  interface Listener {
    /** An origin was taken out of use. */
    void ejected(Ejection ejection);

    /** An origin is back in use. */
    void readmitted(OriginTally origin);
  }

  private final OutlierDetector detector;
  private final Duration interval;
  private final Clock clock;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean quiet = true; // Nothing is planned.
  private volatile boolean heard;

  // Guarded by lock.
  private boolean closed;
  private long due;
  private Clock.@Nullable Scheduled next;

  Outliers(OutlierSpec spec, Clock clock, Listener listener) {
    detector =
        new OutlierDetector(spec, clock.nanoTime(), () -> ThreadLocalRandom.current().nextDouble());
    interval = spec.interval();
    this.clock = clock;
    this.listener = listener;
  }

  OriginTally watch(String origin) {
    return detector.watch(origin);
  }

  void forget(OriginTally origin) {
    detector.forget(origin);
  }

  /** An exchange with an origin ended. */
  void heard(OriginTally origin, OriginSignal signal, long now) {
    if (!heard) {
      heard = true;
    }
    if (quiet) {
      plan(interval);
    }
    Optional<Ejection> ejection = origin.report(signal, now);
    if (ejection.isPresent()) {
      plan(ejection.get().time());
      listener.ejected(ejection.get());
    }
  }

  /** A probe of an origin was judged. */
  void probed(OriginTally origin, HealthState before, HealthState after) {
    if (origin.probed(before, after)) {
      listener.readmitted(origin);
    }
  }

  /** Sweeps after a pause, or before if that is planned. */
  private void plan(Duration pause) {
    lock.lock();
    try {
      long at = clock.nanoTime() + pause.toNanos();
      if (closed || (!quiet && due - at <= 0)) {
        return;
      }
      if (next != null) {
        next.cancel();
      }
      quiet = false;
      due = at;
      next = clock.schedule(pause, this::sweep);
    } finally {
      lock.unlock();
    }
  }

  /** On the clock's thread, one at a time. */
  private void sweep() {
    boolean traffic = heard;
    heard = false;
    Sweep swept = detector.sweep(clock.nanoTime());
    lock.lock();
    try {
      quiet = true;
      next = null;
    } finally {
      lock.unlock();
    }
    if (traffic || heard || detector.ejected() > 0) {
      plan(swept.next());
    }
    swept.ejected().forEach(listener::ejected);
    swept.readmitted().forEach(listener::readmitted);
  }

  /** Who is out of use. */
  List<String> ejected() {
    return detector.origins().stream()
        .filter(OriginTally::ejected)
        .map(OriginTally::origin)
        .toList();
  }

  void close() {
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
