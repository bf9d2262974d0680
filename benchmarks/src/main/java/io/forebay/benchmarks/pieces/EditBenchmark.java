package io.forebay.benchmarks.pieces;

import io.forebay.BackendBuilder;
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

/** Whole calls of backends that edit one thing; what an edit costs is the way to {@code NONE}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class EditBenchmark {
  /** What is edited. */
  @Param public Edited edited;

  private ManagedBackend backend;

  /** What a backend edits. */
  public enum Edited {
    /** Nothing. */
    NONE,
    /** One header removed, two set, one added. */
    HEADERS,
    /** One parameter set beside the caller's. */
    QUERY,
    /** A prefix in front of the path. */
    PATH,
    /** Two headers of the response. */
    RESPONSE;

    private BackendBuilder on(BackendBuilder backend) {
      return switch (this) {
        case NONE -> backend;
        case HEADERS ->
            backend.requestHeaders(
                edits -> edits.remove("Cookie").set("X-A", "a").set("X-B", "b").add("Via", "pool"));
        case QUERY -> backend.queryParams(edits -> edits.set("locale", "en"));
        case PATH -> backend.pathPrefix("/v2");
        case RESPONSE ->
            backend.responseHeaders(edits -> edits.remove("Server").set("X-By", "users"));
      };
    }
  }

  /** Opens the backend. */
  @Setup
  public void open() throws IOException {
    backend = edited.on(Calls.backend(Answer.SMALL)).build();
  }

  /** Closes it. */
  @TearDown
  public void close() {
    backend.close();
  }

  /** A call with a query of two parameters. */
  @Benchmark
  public byte[] call() throws IOException {
    return Calls.read(backend.get("/users/42?page=2&sort=name").send());
  }
}
