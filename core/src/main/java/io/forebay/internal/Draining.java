package io.forebay.internal;

import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was replaced comes to its end: first the calls that hold it get their heads, then their
 * bodies give the permits back; or its longest limit passes. No thread waits for any of it. What
 * nobody has used ends at once.
 */
final class Draining {
  /** How often it is looked whether the last body has been read. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Slot slot;
  private final Clock clock;
  private final Consumer<Draining> whenClosed;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long since;
  private volatile Clock.@Nullable Scheduled bound;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param whenClosed hears that the slot is closed
   */
  Draining(Slot slot, Clock clock, Consumer<Draining> whenClosed) {
    this.slot = slot;
    this.clock = clock;
    this.whenClosed = whenClosed;
    since = clock.nanoTime();
  }

  /** Lets no more calls come. */
  void start() {
    slot.holds().retire(this::look);
    if (!ended.get()) {
      bind();
    }
  }

  /** Nanoseconds until its longest limit has passed; a call that holds it may still open it. */
  private long left() {
    return slot.longestTotal().toNanos() - (clock.nanoTime() - since);
  }

  private void bind() {
    Clock.Scheduled timer =
        clock.schedule(
            Duration.ofNanos(Math.max(0, left())),
            () -> {
              if (left() > 0) {
                bind();
              } else {
                end();
              }
            });
    bound = timer;
    if (ended.get()) {
      timer.cancel(); // Who ended it may not have seen it.
    }
  }

  /** All calls have their heads: no exchange begins any more, and those under way hold permits. */
  private void look() {
    BackendCore core = slot.opened();
    if (core == null) {
      close(Duration.ZERO);
    } else if (core.leased() == 0 || left() <= 0) {
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
    slot.close(patience);
    whenClosed.accept(this);
  }
}
