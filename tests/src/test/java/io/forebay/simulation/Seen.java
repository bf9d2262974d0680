package io.forebay.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** What came of the calls, second by second of their start. */
final class Seen {
  private final List<Bin> bins = new ArrayList<>();

  /** One second. */
  private static final class Bin {
    private int calls;
    private int good;
    private int attempts;
    private final List<Long> nanos = new ArrayList<>();
  }

  private Bin bin(long start) {
    int second = (int) (start / 1_000_000_000);
    while (bins.size() <= second) {
      bins.add(new Bin());
    }
    return bins.get(second);
  }

  void called(long start) {
    bin(start).calls++;
  }

  void attempted(long start) {
    bin(start).attempts++;
  }

  void succeeded(long start, long nanos) {
    bin(start).good++;
    bin(start).nanos.add(nanos);
  }

  /** Sums over some seconds; the end is excluded. */
  private long sum(int from, int until, ToLongFunction<Bin> part) {
    return bins.subList(from, Math.min(until, bins.size())).stream().mapToLong(part).sum();
  }

  int seconds() {
    return bins.size();
  }

  long calls(int from, int until) {
    return sum(from, until, bin -> bin.calls);
  }

  double successPercent(int from, int until) {
    long calls = calls(from, until);
    return calls == 0 ? 100 : 100.0 * sum(from, until, bin -> bin.good) / calls;
  }

  double amplification(int from, int until) {
    return (double) sum(from, until, bin -> bin.attempts) / Math.max(1, calls(from, until));
  }

  /** Milliseconds that so many percent of the successful calls did not exceed. */
  double percentile(int percent, int from, int until) {
    long[] all =
        bins.subList(from, Math.min(until, bins.size())).stream()
            .flatMap(bin -> bin.nanos.stream())
            .mapToLong(Long::longValue)
            .toArray();
    Arrays.sort(all);
    return all.length == 0 ? 0 : all[(all.length - 1) * percent / 100] / 1e6;
  }
}
