package io.forebay.benchmarks.pieces;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What is done before the first call: opening, closing, refining. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class OpeningBenchmark {
  private BackendSpec spec;
  private ManagedBackend opened;

  /** Opens the backend that is refined. */
  @Setup
  public void open() throws IOException {
    spec = Calls.backend(Answer.SMALL).spec();
    opened = Calls.backend(Answer.SMALL).build();
  }

  /** Closes it. */
  @TearDown
  public void close() {
    opened.close();
  }

  /** Opens a backend and closes it. */
  @Benchmark
  public Backend openAndClose() {
    ManagedBackend backend = Backend.open(spec);
    backend.close();
    return backend;
  }

  /** The same with one call between, which connects. */
  @Benchmark
  public byte[] openCallAndClose() throws IOException {
    try (ManagedBackend backend = Backend.open(spec)) {
      return Calls.get(backend);
    }
  }

  /** A view of an open backend with another limit. */
  @Benchmark
  public Backend refine() {
    return opened.refine(manners -> manners.timeout(Duration.ofSeconds(5)));
  }
}
