package io.forebay.internal.pool;

import io.forebay.spi.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous exchange that waits, without a thread, for what it needs before it asks for a
 * permit. It goes on once: when that is there, when it is cancelled, or when its limit has passed.
 */
final class ReadyWait implements Runnable {
  private final Runnable then;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Clock.@Nullable Scheduled limit;

  ReadyWait(Runnable then) {
    this.then = then;
  }

  /** Takes the timer, which may come after the end that makes it superfluous. */
  void limit(Clock.Scheduled timer) {
    limit = timer;
    if (over.get()) {
      timer.cancel();
    }
  }

  @Override
  public void run() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Clock.Scheduled timer = limit;
    if (timer != null) {
      timer.cancel();
    }
    then.run();
  }
}
