package io.forebay.internal.pool;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts retired connections by reason. */
final class Retirements {
  private final Map<Retirement, LongAdder> counts = new EnumMap<>(Retirement.class);

  Retirements() {
    for (Retirement reason : Retirement.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(Retirement reason) {
    counts.getOrDefault(reason, new LongAdder()).increment();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new java.util.TreeMap<>();
    counts.forEach((reason, count) -> snapshot.put(name(reason), count.sum()));
    return snapshot;
  }

  private static String name(Retirement reason) {
    return reason.name().toLowerCase(java.util.Locale.ROOT);
  }
}
