package io.forebay.internal.threads;

import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's time, and one daemon thread for all timers, gone when nothing is scheduled. */
public final class SystemClock implements Clock {
  /** The only instance. */
  public static final SystemClock INSTANCE = new SystemClock();

  private static final Logger log = LoggerFactory.getLogger(SystemClock.class);

  private final ScheduledThreadPoolExecutor timer;

  private SystemClock() {
    timer = new ScheduledThreadPoolExecutor(1, Workers.daemons("timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(2, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    var future = timer.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("timer task {} failed", task.getClass().getName(), e);
    }
  }
}
