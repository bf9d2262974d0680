package io.forebay.benchmarks.pieces;

import io.forebay.ManagedBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
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

/** Calls while many other backends have idle connections. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class ScaleBenchmark {
  /** How many backends are open. */
  @Param({"1", "1000"})
  public int backends;

  /** Idle connections of each. */
  @Param("100")
  public int connections;

  private final List<ManagedBackend> open = new ArrayList<>();
  private int next;

  /** Opens everything. */
  @Setup
  public void open() throws IOException {
    for (int i = 0; i < backends; i++) {
      ManagedBackend backend =
          Calls.backend(Answer.SMALL).keepaliveTime(Duration.ofHours(1)).build();
      open.add(backend);
      connect(backend);
    }
  }

  private void connect(ManagedBackend backend) throws IOException {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      responses.add(backend.get(Calls.PATH).send());
    }
    for (Response response : responses) {
      Calls.read(response);
    }
    if (backend.stats().idle() != connections) {
      throw new IllegalStateException(backend.stats().toString());
    }
  }

  /** Closes everything. */
  @TearDown
  public void close() {
    open.forEach(backend -> backend.close(Duration.ZERO));
    open.clear();
  }

  /** Always the same backend. */
  @Benchmark
  public byte[] one() throws IOException {
    return Calls.get(open.get(0));
  }

  /** One backend after the other. */
  @Benchmark
  public byte[] inTurn() throws IOException {
    next = next + 1 < backends ? next + 1 : 0;
    return Calls.get(open.get(next));
  }
}
