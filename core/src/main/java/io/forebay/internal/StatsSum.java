package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.BackendStats.Certificate;
import io.forebay.BackendStats.Limited;
import io.forebay.BackendStats.Spent;
import io.forebay.BackendStats.Totals;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The numbers of several pools as those of one. */
final class StatsSum {
  private StatsSum() {}

  /**
   * The sum.
   *
   * @param limited what waits for limits over all of them
   * @param leaked responses that were never closed, which no pool knows of
   */
  static BackendStats of(List<BackendStats> pools, Limited limited, long leaked) {
    boolean bounded = pools.stream().allMatch(pool -> pool.max() > 0);
    Set<Certificate> certificates = new LinkedHashSet<>();
    pools.forEach(pool -> certificates.addAll(pool.certificates()));
    return new BackendStats(
        bounded ? sum(pools, BackendStats::max) : 0,
        sum(pools, BackendStats::leased),
        sum(pools, BackendStats::waiting),
        sum(pools, BackendStats::open),
        sum(pools, BackendStats::idle),
        totals(pools.stream().map(BackendStats::totals).toList(), leaked),
        limited,
        List.copyOf(certificates));
  }

  private static int sum(List<BackendStats> pools, ToIntFunction<BackendStats> number) {
    return pools.stream().mapToInt(number).sum();
  }

  private static Totals totals(List<Totals> pools, long leaked) {
    Map<String, Long> retired = new TreeMap<>();
    pools.forEach(
        pool -> pool.retired().forEach((reason, count) -> retired.merge(reason, count, Long::sum)));
    return new Totals(
        pools.stream().mapToLong(Totals::opened).sum(),
        retired,
        leaked,
        spent(pools, Totals::lease),
        spent(pools, Totals::connect),
        spent(pools, Totals::tls),
        spent(pools, Totals::ttfb));
  }

  private static Spent spent(List<Totals> pools, Function<Totals, Spent> of) {
    long count = 0;
    Duration total = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (Totals pool : pools) {
      Spent one = of.apply(pool);
      count += one.count();
      total = total.plus(one.total());
      longest = one.longest().compareTo(longest) > 0 ? one.longest() : longest;
    }
    return new Spent(count, total, longest);
  }
}
