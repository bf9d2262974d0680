package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.BackendStats.Spent;
import io.forebay.BackendStats.Totals;
import io.forebay.BreakerState;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.List;

/** What a backend that nobody has used yet tells of itself: nothing has happened. */
final class Unopened {
  private static final Spent NEVER = new Spent(0, Duration.ZERO, Duration.ZERO);
  private static final Totals NONE =
      new Totals(0, OriginPool.noneRetired(), 0, NEVER, NEVER, NEVER, NEVER);

  private Unopened() {}

  /** The pools of all members. Certificates are read when it is opened, so none is known. */
  static BackendStats stats(TransportSpec spec) {
    return stats(spec.pool().maxConnections() * spec.origins().members().size());
  }

  private static BackendStats stats(int max) {
    return new BackendStats(max, 0, 0, 0, 0, NONE, List.of());
  }

  static List<OriginStatus> origins(TransportSpec spec) {
    BackendStats pool = stats(spec.pool().maxConnections());
    return spec.origins().members().stream()
        .map(
            member ->
                new OriginStatus(member, HealthState.unprobed(), false, BreakerState.CLOSED, pool))
        .toList();
  }
}
