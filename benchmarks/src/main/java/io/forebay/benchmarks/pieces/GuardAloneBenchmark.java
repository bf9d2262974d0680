package io.forebay.benchmarks.pieces;

import io.forebay.internal.wire.WireGuard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** The guard without a call around it: a request begins, and its response is read. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class GuardAloneBenchmark {
  /** What is read. */
  @Param({"SMALL", "CHUNKED", "LARGE"})
  public Answer answer;

  private final byte[] buffer = new byte[8192]; // As much as OkHttp reads at a time.
  private final ByteArrayInputStream[] wire = new ByteArrayInputStream[1];
  private WireGuard guard;
  private InputStream guarded;

  /** Puts a guard in front of a stream that can be read again. */
  @Setup
  public void open() {
    wire[0] = new ByteArrayInputStream(answer.bytes());
    wire[0].skip(answer.bytes().length);
    guard = WireGuard.http1();
    guarded = guard.over(wire[0], new NoLimit());
  }

  /** Reads without the guard. */
  @Benchmark
  public int bare() throws IOException {
    wire[0].reset();
    return readAll(wire[0]);
  }

  /** Reads through it. */
  @Benchmark
  public int guarded() throws IOException {
    if (!guard.begin("GET", false, 60_000)) {
      throw new IOException("left over");
    }
    wire[0].reset();
    return readAll(guarded);
  }

  /** A socket whose reads are never late. */
  private static final class NoLimit implements WireGuard.ReadLimit {
    @Override
    public void limitReads(int millis) {}

    @Override
    public void unlimitReads() {}
  }

  private int readAll(InputStream in) throws IOException {
    int left = answer.bytes().length;
    while (left > 0) {
      left -= in.read(buffer, 0, buffer.length);
    }
    return left;
  }
}
