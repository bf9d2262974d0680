package io.forebay.internal.pool;

import io.forebay.internal.limit.AdaptiveLimit;
import io.forebay.spec.Limits;
import io.forebay.spi.Clock;
import java.util.Optional;

/**
 * How many attempts of a backend may be in flight, whatever the number of its origins: one line,
 * ahead of the choice among them. The number stands still, or is found out by {@link
 * AdaptiveLimit}.
 */
public final class Places {
  private final PermitQueue queue;
  private final Optional<AdaptiveLimit> adaptive;
  private final Clock clock;

  /** Places as a definition has them, where at most {@code maxWaiting} wait for one. */
  public Places(Limits limits, int maxWaiting, Clock clock) {
    this.clock = clock;
    adaptive =
        limits
            .adaptive()
            .map(rules -> new AdaptiveLimit(rules, limits.maxConcurrent(), clock.nanoTime()));
    int most = adaptive.map(AdaptiveLimit::limit).orElse(limits.maxConcurrent());
    queue = new PermitQueue(most, maxWaiting);
  }

  /** The line. */
  public PermitQueue queue() {
    return queue;
  }

  /**
   * What an attempt says about how many there may be.
   *
   * @param took nanoseconds from its permit to the head of its response
   * @param dropped whether it failed and that blames the origin, or was turned away there
   */
  public void ended(long took, boolean dropped) {
    if (adaptive.isEmpty()) {
      return;
    }
    PermitQueue.Counts now = queue.counts();
    int limit = adaptive.get().ended(clock.nanoTime(), took, dropped, now.leased());
    if (limit != now.max()) {
      queue.limit(limit);
    }
  }
}
