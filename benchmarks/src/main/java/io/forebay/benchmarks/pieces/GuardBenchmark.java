package io.forebay.benchmarks.pieces;

import io.forebay.ManagedBackend;
import java.io.IOException;
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

/**
 * Calls with and without the guard that follows each connection: {@code lenient} takes it away, and
 * changes nothing else on HTTP/1.1.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class GuardBenchmark {
  /** Whether responses are checked. */
  @Param({"false", "true"})
  public boolean guarded;

  private ManagedBackend small;
  private ManagedBackend chunked;
  private ManagedBackend large;

  /** Opens the backends. */
  @Setup
  public void open() throws IOException {
    small = backend(Answer.SMALL);
    chunked = backend(Answer.CHUNKED);
    large = backend(Answer.LARGE);
  }

  private ManagedBackend backend(Answer answer) throws IOException {
    return Calls.backend(answer).lenient(!guarded).build();
  }

  /** Closes them. */
  @TearDown
  public void close() {
    small.close();
    chunked.close();
    large.close();
  }

  /** 100 bytes of named length. */
  @Benchmark
  public byte[] small() throws IOException {
    return Calls.get(small);
  }

  /** 100 bytes in a chunk. */
  @Benchmark
  public byte[] chunked() throws IOException {
    return Calls.get(chunked);
  }

  /** 64 KiB of named length. */
  @Benchmark
  public byte[] large() throws IOException {
    return Calls.get(large);
  }
}
