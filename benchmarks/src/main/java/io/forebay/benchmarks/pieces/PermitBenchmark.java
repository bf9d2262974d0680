package io.forebay.benchmarks.pieces;

import io.forebay.internal.pool.PermitQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A permit taken and given back. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class PermitBenchmark {
  /** How many there are: enough for all threads, or for half of them. */
  @Param({"100", "8"})
  public int permits;

  private PermitQueue queue;

  /** Makes the permits. */
  @Setup
  public void open() {
    queue = new PermitQueue(permits, 10_000);
  }

  /** One thread. */
  @Benchmark
  public PermitQueue.Outcome alone() throws InterruptedException {
    return takeAndGive();
  }

  /** Sixteen threads at once; the time is that of one of them. */
  @Benchmark
  @Threads(16)
  public PermitQueue.Outcome among16() throws InterruptedException {
    return takeAndGive();
  }

  private PermitQueue.Outcome takeAndGive() throws InterruptedException {
    PermitQueue.Outcome outcome = queue.join().await(TimeUnit.MINUTES.toNanos(1));
    if (outcome != PermitQueue.Outcome.GRANTED) {
      throw new IllegalStateException(outcome.name());
    }
    queue.release();
    return outcome;
  }
}
