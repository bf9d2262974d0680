package io.forebay.internal;

import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was replaced comes to its end: first the calls that hold it get their heads, then their
 * bodies give the permits back; or its longest limit passes. No thread waits for any of it.
 */
final class Draining {
  /** How often it is looked whether the last body has been read. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final BackendCore core;
  private final Clock clock;
  private final Consumer<Draining> whenClosed;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long until;
  private volatile Clock.@Nullable Scheduled bound;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param whenClosed hears that the core is closed
   */
  Draining(BackendCore core, Clock clock, Consumer<Draining> whenClosed) {
    this.core = core;
    this.clock = clock;
    this.whenClosed = whenClosed;
    until = clock.nanoTime() + core.longestTotal().toNanos();
  }

  /** Lets no more calls come. */
  void start() {
    bound = clock.schedule(core.longestTotal(), this::end);
    core.holds().retire(this::look);
  }

  /** All calls have their heads: no exchange begins any more, and those under way hold permits. */
  private void look() {
    if (core.leased() == 0 || clock.nanoTime() - until >= 0) {
      end();
    } else if (!ended.get()) {
      Clock.Scheduled unused = clock.schedule(LOOK, this::look);
    }
  }

  private void end() {
    Workers.executor().execute(() -> close(Duration.ZERO));
  }

  /** Lets what still runs take so long, and no longer. */
  void close(Duration patience) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Clock.Scheduled timer = bound;
    if (timer != null) {
      timer.cancel();
    }
    core.close(patience);
    whenClosed.accept(this);
  }
}
