package io.forebay.internal.pool;

import io.forebay.BackendStats.Spent;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often something took how long. */
final class Meter {
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  void add(long took) {
    count.increment();
    nanos.add(took);
    longest.accumulate(took);
  }

  Spent snapshot() {
    return new Spent(count.sum(), Duration.ofNanos(nanos.sum()), Duration.ofNanos(longest.get()));
  }
}
