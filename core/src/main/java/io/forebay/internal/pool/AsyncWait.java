package io.forebay.internal.pool;

import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous exchange that waits for a permit without a thread. It goes on, once, when both
 * its permit is settled and the exchange knows its waiter: the settlement may come first.
 */
final class AsyncWait implements Runnable {
  private final Exchange exchange;
  private final Runnable work;
  private final long since;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicInteger missing = new AtomicInteger(2);
  private volatile Clock.@Nullable Scheduled limit;

  AsyncWait(Exchange exchange, Runnable work, long since) {
    this.exchange = exchange;
    this.work = work;
    this.since = since;
  }

  /** Takes the timer, which may come after the settlement that makes it superfluous. */
  void limit(Clock.Scheduled timer) {
    limit = timer;
    if (settled.get()) {
      timer.cancel();
    }
  }

  /** The exchange knows its waiter. */
  void armed() {
    arrive();
  }

  /** The permit is settled: told by whoever released, expired or cancelled it. */
  @Override
  public void run() {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    Clock.Scheduled timer = limit;
    if (timer != null) {
      timer.cancel();
    }
    arrive();
  }

  private void arrive() {
    if (missing.decrementAndGet() == 0) {
      exchange.waited(System.nanoTime() - since);
      Workers.executor().execute(work);
    }
  }
}
