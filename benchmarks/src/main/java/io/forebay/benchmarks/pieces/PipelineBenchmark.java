package io.forebay.benchmarks.pieces;

import io.forebay.BackendObserver;
import io.forebay.ExchangeEntry;
import io.forebay.ManagedBackend;
import io.forebay.spec.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
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

/**
 * A whole call, a GET of 100 bytes over a kept connection: Forebay's, and raw OkHttp's on the same
 * socket. The request is made anew each time but for the {@code …Prebuilt} ones.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets up first.
public class PipelineBenchmark {
  private static final Request PREBUILT = Calls.request(Answer.SMALL);

  private final LongAdder ended = new LongAdder();
  private OkHttpClient okHttp;
  private OkHttpClient okHttpLimited;
  private ManagedBackend plain;
  private ManagedBackend full;

  /** Opens clients and backends. */
  @Setup
  public void open() throws IOException {
    okHttp = Calls.okHttp().build();
    okHttpLimited =
        Calls.okHttp()
            .readTimeout(Duration.ofSeconds(60))
            .writeTimeout(Duration.ofSeconds(60))
            .callTimeout(Duration.ofSeconds(300))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    plain = Calls.backend(Answer.SMALL).build();
    full = everyFeature();
  }

  private ManagedBackend everyFeature() throws IOException {
    BackendObserver counter =
        new BackendObserver() {
          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            ended.increment();
          }
        };
    return Calls.backend(Answer.SMALL)
        .pathPrefix("/v2")
        .requestHeaders(edits -> edits.remove("Cookie").set("X-Tenant", "acme").add("Via", "pool"))
        .queryParams(edits -> edits.set("locale", "en"))
        .responseHeaders(edits -> edits.remove("Server").set("X-Served-By", "users"))
        .basicAuth("user", "password")
        .customLogFields(
            fields ->
                fields.field("team", "catalog").field("asked", Value.computed(call -> call.path())))
        .observer(counter)
        .build();
  }

  /** Closes them. */
  @TearDown
  public void close() {
    plain.close();
    full.close();
    okHttp.dispatcher().executorService().shutdown();
  }

  /** OkHttp as it comes. */
  @Benchmark
  public byte[] okHttp() throws IOException {
    return Calls.read(okHttp.newCall(Calls.request(Answer.SMALL)).execute());
  }

  /** OkHttp with the limits that a backend has by default, and nothing sent again. */
  @Benchmark
  public byte[] okHttpLimited() throws IOException {
    return Calls.read(okHttpLimited.newCall(Calls.request(Answer.SMALL)).execute());
  }

  /** OkHttp with a request that was made once. */
  @Benchmark
  public byte[] okHttpPrebuilt() throws IOException {
    return Calls.read(okHttp.newCall(PREBUILT).execute());
  }

  /** OkHttp with a client of its own for one limit. */
  @Benchmark
  public byte[] okHttpTimeout() throws IOException {
    OkHttpClient patient = okHttp.newBuilder().callTimeout(Duration.ofSeconds(5)).build();
    return Calls.read(patient.newCall(Calls.request(Answer.SMALL)).execute());
  }

  /** OkHttp, by its dispatcher's threads. */
  @Benchmark
  public byte[] okHttpAsync() throws IOException {
    Pending pending = new Pending();
    okHttp.newCall(Calls.request(Answer.SMALL)).enqueue(pending);
    return Calls.read(pending.response.join());
  }

  /** A backend as it comes. */
  @Benchmark
  public byte[] forebay() throws IOException {
    return Calls.get(plain);
  }

  /** A backend as a call factory, with a request that was made once. */
  @Benchmark
  public byte[] forebayPrebuilt() throws IOException {
    return Calls.read(plain.newCall(PREBUILT).execute());
  }

  /** A backend's own client, as other libraries use it. */
  @Benchmark
  public byte[] forebayClient() throws IOException {
    return Calls.read(plain.client().newCall(PREBUILT).execute());
  }

  /** A backend that edits path, query and headers, logs in, and tells an observer. */
  @Benchmark
  public byte[] forebayEveryFeature() throws IOException {
    return Calls.get(full);
  }

  /** A backend, with another limit for one call. */
  @Benchmark
  public byte[] forebayTimeout() throws IOException {
    return Calls.read(
        plain.get(Calls.PATH).refine(call -> call.timeout(Duration.ofSeconds(5))).send());
  }

  /** A backend, by its own threads. */
  @Benchmark
  public byte[] forebayAsync() throws IOException {
    return Calls.read(plain.get(Calls.PATH).sendAsync().join());
  }

  private static final class Pending implements Callback {
    private final CompletableFuture<Response> response = new CompletableFuture<>();

    @Override
    public void onResponse(Call call, Response answered) {
      response.complete(answered);
    }

    @Override
    public void onFailure(Call call, IOException failure) {
      response.completeExceptionally(failure);
    }
  }
}
