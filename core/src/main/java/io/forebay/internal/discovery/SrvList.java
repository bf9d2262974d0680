package io.forebay.internal.discovery;

import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns SRV records into origins by KrakenD's rules. Pure. */
final class SrvList {
  /** Weights add up to this at most, unless there are more of them. */
  private static final int SHARES = 100;

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt((Entry entry) -> -entry.weight())
          .thenComparing(Entry::target)
          .thenComparingInt(Entry::port);

  private SrvList() {}

  /**
   * One record.
   *
   * @param target without a trailing dot; empty: the service is not there (RFC 2782)
   */
  record Entry(int priority, int weight, String target, int port) {}

  /**
   * Those of the lowest priority number: by weight, heaviest first, then by target and port. The
   * weights of records with the same target and port are added up. Those that name no host or port
   * are left out.
   */
  static List<WeightedOrigin> origins(String scheme, List<Entry> records) {
    Map<Origin, Integer> weights = new LinkedHashMap<>();
    for (Entry entry : preferred(records)) {
      origin(scheme, entry)
          .ifPresent(origin -> weights.merge(origin, entry.weight(), Integer::sum));
    }
    List<Integer> shares = compact(List.copyOf(weights.values()));
    boolean allZero = shares.stream().allMatch(share -> share == 0);
    List<WeightedOrigin> origins = new ArrayList<>();
    int place = 0;
    for (Origin origin : weights.keySet()) {
      int share = allZero ? 1 : shares.get(place);
      if (share > 0) {
        origins.add(origin.weight(share));
      }
      place++;
    }
    return origins;
  }

  private static List<Entry> preferred(List<Entry> records) {
    int lowest = records.stream().mapToInt(Entry::priority).min().orElse(0);
    return records.stream().filter(entry -> entry.priority() == lowest).sorted(ORDER).toList();
  }

  private static Optional<Origin> origin(String scheme, Entry entry) {
    boolean ipv6 = Hosts.literal(entry.target()) && entry.target().indexOf(':') >= 0;
    String host = ipv6 ? "[" + entry.target() + "]" : entry.target();
    try {
      return Optional.of(Origin.of(scheme + "://" + host + ":" + entry.port()));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  /**
   * Small numbers in about the same proportions. Where they add up to more than {@link #SHARES}, or
   * the number of weights if that is more, they are scaled down to that, and what is left of the
   * lightest may be zero; then they are divided by what divides them all.
   */
  static List<Integer> compact(List<Integer> weights) {
    long sum = weights.stream().mapToLong(weight -> weight).sum();
    long most = Math.max(SHARES, weights.size());
    List<Long> scaled =
        weights.stream().map(weight -> sum > most ? weight * most / sum : (long) weight).toList();
    BigInteger divisor = BigInteger.ZERO;
    for (long share : scaled) {
      divisor = divisor.gcd(BigInteger.valueOf(share));
    }
    long by = Math.max(1, divisor.longValueExact());
    return scaled.stream().map(share -> (int) (share / by)).toList();
  }
}
