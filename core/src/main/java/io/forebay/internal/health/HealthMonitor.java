package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeResult;
import io.forebay.health.ProbeSchedule;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one origin's verdict up to date: probe, judge, pause, again. The clock only starts probes;
 * a worker runs them, never two at a time.
 */
public final class HealthMonitor {
  private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);

  private final String label;
  private final HealthSpec spec;
  private final ProbeSchedule schedule;
  private final Probe probe;
  private final Clock clock;
  private final Executor workers;
  private final BiConsumer<HealthState, HealthState> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rested = lock.newCondition();

  // Written by the one probe that runs at a time.
  private volatile HealthState state;

  // Guarded by lock.
  private boolean closed;
  private boolean probing;
  private Clock.@Nullable Scheduled next;
  private long due;

  /** A monitor that does nothing before {@link #start}. */
  public HealthMonitor(
      String label,
      HealthSpec spec,
      Probe probe,
      Clock clock,
      Executor workers,
      BiConsumer<HealthState, HealthState> listener) {
    this.label = label;
    this.spec = spec;
    this.schedule = spec.schedule();
    this.probe = probe;
    this.clock = clock;
    this.workers = workers;
    this.listener = listener;
    state = spec.start();
  }

  /** Probes for the first time, at once, and then on. */
  public void start() {
    plan(schedule.first());
  }

  /** Probes for the first time, as one of several that start together. */
  public void start(int place, int of) {
    plan(schedule.first(place, of));
  }

  /** The verdict in force. */
  public HealthState state() {
    return state;
  }

  private void plan(Duration pause) {
    lock.lock();
    try {
      if (!closed) {
        due = clock.nanoTime() + pause.toNanos();
        next = clock.schedule(pause, this::due);
      }
    } finally {
      lock.unlock();
    }
  }

  private void due() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Duration spread = schedule.catchUp(due, clock.nanoTime(), chance());
      if (!spread.isZero()) {
        plan(spread);
        return;
      }
      probing = true;
    } finally {
      lock.unlock();
    }
    workers.execute(this::probeOnce);
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private void probeOnce() {
    try {
      judge(probe.run());
    } finally {
      lock.lock();
      try {
        probing = false;
        rested.signalAll();
      } finally {
        lock.unlock();
      }
    }
    plan(schedule.after(state, chance()));
  }

  private void judge(ProbeResult result) {
    if (isClosed()) {
      return; // Closing cuts a running probe off: that is no verdict.
    }
    HealthState before = state;
    HealthState after = spec.after(before, result);
    state = after;
    tell(before, after);
  }

  private void tell(HealthState before, HealthState news) {
    if (after(before, news)) {
      log(news);
    }
    try {
      listener.accept(before, news);
    } catch (RuntimeException e) {
      log.warn("{}: health listener {} failed", label, listener.getClass().getName(), e);
    }
  }

  private static boolean after(HealthState before, HealthState news) {
    return news.isNewsAfter(before);
  }

  private void log(HealthState news) {
    switch (news.status()) {
      case HEALTHY -> log.info("{}: new health state: healthy", label);
      case FAILING -> log.warn("{}: new health state: failing: {}", label, news.error());
      case UNHEALTHY -> log.error("{}: new health state: unhealthy: {}", label, news.error());
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the checks, cutting off the probe that runs, and waits until it is gone. */
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
    probe.close();
    awaitRest();
  }

  private void awaitRest() {
    lock.lock();
    try {
      long left = spec.schedule().timeout().toNanos();
      while (probing && left > 0) {
        left = rested.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
