package io.forebay.benchmarks.pieces;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark's figures for an operation, medians over all iterations of all forks.
 *
 * @param name class, method and parameters
 * @param wall nanoseconds
 * @param cpu nanoseconds of CPU of all Java threads
 * @param spread how far the CPU times of the iterations lie apart
 * @param bytes bytes allocated by all threads
 */
record Row(String name, double wall, double cpu, double spread, double bytes) {
  private static final String BYTES = "gc.alloc.rate.norm";

  static Row of(RunResult result) {
    double[] cpu = sorted(result, CpuProfiler.THREADS);
    return new Row(
        name(result.getParams()),
        median(sorted(result, null)),
        median(cpu),
        cpu[cpu.length - 1] - cpu[0],
        median(sorted(result, BYTES)));
  }

  private static String name(BenchmarkParams params) {
    String[] parts = params.getBenchmark().split("\\.", -1);
    String type = parts[parts.length - 2].replace("Benchmark", "");
    String values =
        params.getParamsKeys().stream()
            .map(key -> key + "=" + params.getParam(key))
            .collect(Collectors.joining(" "));
    return type + "." + parts[parts.length - 1] + (values.isEmpty() ? "" : " " + values);
  }

  private static double[] sorted(RunResult result, @Nullable String key) {
    return result.getBenchmarkResults().stream()
        .map(BenchmarkResult::getIterationResults)
        .flatMap(Collection::stream)
        .mapToDouble(iteration -> score(iteration, key))
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(Double.NaN);
  }

  private static double score(IterationResult iteration, @Nullable String key) {
    if (key == null) {
      return iteration.getPrimaryResult().getScore();
    }
    Result<?> found = iteration.getSecondaryResults().get(key);
    return found == null ? Double.NaN : found.getScore();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%-52s %,12.0f ns/op %,12.0f ns CPU/op %,12.0f B/op", name, wall, cpu, bytes);
  }
}
