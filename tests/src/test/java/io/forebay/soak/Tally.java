package io.forebay.soak;

import io.forebay.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the callers saw. Thread-safe. */
final class Tally {
  /** Findings beyond these only count: a soak that goes wrong goes wrong often. */
  private static final int SHOWN = 100;

  private final LongAdder answered = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Map<Outcome, Long> failures = new ConcurrentSkipListMap<>();
  private final List<String> wrong = new ArrayList<>();

  void answered() {
    answered.increment();
  }

  void failed(Outcome outcome) {
    failures.merge(outcome, 1L, Long::sum);
  }

  /** The registry was closed between the choice of a backend and its call. */
  void repeated() {
    repeated.increment();
  }

  void took(long nanos) {
    longestNanos.accumulateAndGet(nanos, Math::max);
  }

  void found(String what, int id, String how) {
    synchronized (wrong) {
      if (wrong.size() < SHOWN) {
        wrong.add(what + ": call " + id + ": " + how);
      }
    }
  }

  List<String> wrong() {
    synchronized (wrong) {
      return List.copyOf(wrong);
    }
  }

  /** Calls with an outcome. */
  long ended() {
    return answered.sum() + failures.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return answered
        + " answered, failed "
        + failures
        + ", "
        + repeated
        + " called again on a newer registry, longest "
        + longestNanos.get() / 1_000_000
        + " ms";
  }
}
