package io.forebay.benchmarks.pieces;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time for an operation: on a busy machine it says what wall time cannot. That of all Java
 * threads, because a call's own thread is not the only one that works for it; and that of the whole
 * process, where compiler and collector come on top.
 */
public final class CpuProfiler implements InternalProfiler {
  /** The result for all Java threads. */
  static final String THREADS = "cpu.threads.norm";

  /** The result for the process. */
  static final String PROCESS = "cpu.process.norm";

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long processBefore;
  private long threadsBefore;

  /** Made by JMH, by name. */
  public CpuProfiler() {}

  @Override
  public String getDescription() {
    return "CPU time for an operation, of all Java threads and of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    processBefore = process.getProcessCpuTime();
    threadsBefore = ofThreads();
  }

  @Override
  @SuppressWarnings("rawtypes") // As JMH declares it.
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        scalar(THREADS, (ofThreads() - threadsBefore) / operations),
        scalar(PROCESS, (process.getProcessCpuTime() - processBefore) / operations));
  }

  /** Of those that live; a thread that ends takes its share along, and few do. */
  private long ofThreads() {
    return Arrays.stream(threads.getAllThreadIds())
        .map(threads::getThreadCpuTime)
        .filter(nanos -> nanos > 0)
        .sum();
  }

  private static ScalarResult scalar(String name, double nanos) {
    return new ScalarResult(name, nanos, "ns/op", AggregationPolicy.AVG);
  }
}
