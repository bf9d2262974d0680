package io.forebay.benchmarks.pieces;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Looking a backend up by its label. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class RegistryBenchmark {
  /** How many there are. */
  @Param({"1", "1000", "10000"})
  public int backends;

  private String[] labels;
  private BackendRegistry registry;
  private int next;

  /** Opens them. */
  @Setup
  public void open() {
    labels = new String[backends];
    BackendRegistry.Builder builder = BackendRegistry.builder();
    for (int i = 0; i < backends; i++) {
      labels[i] = "backend-" + i;
      builder.add(Backend.builder(labels[i]).origin(Answer.SMALL.origin()).spec());
    }
    registry = builder.open();
  }

  /** Closes them. */
  @TearDown
  public void close() {
    registry.close();
  }

  /** One label after the other. */
  @Benchmark
  public Backend lookup() {
    next = next + 1 < labels.length ? next + 1 : 0;
    return registry.backend(labels[next]);
  }
}
