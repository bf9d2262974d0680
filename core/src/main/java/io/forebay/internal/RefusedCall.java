package io.forebay.internal;

import io.forebay.BackendException;
import io.forebay.BackendRefusedException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.Outcome;
import io.forebay.Timings;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kotlin.jvm.JvmClassMappingKt;
import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A call to a backend that the active version lacks, or that cannot be opened: it fails when it is
 * started, like others.
 */
final class RefusedCall implements Call {
  private final String label;
  private final ErrorKind kind;
  private final String problem;
  private final Request request;
  private final AtomicBoolean executed = new AtomicBoolean();
  private volatile boolean canceled;

  /**
   * A call that fails.
   *
   * @param kind {@code BACKEND} where there is none or it is closed, {@code CONFIGURATION} where it
   *     cannot be opened
   */
  RefusedCall(String label, ErrorKind kind, String problem, Request request) {
    this.label = label;
    this.kind = kind;
    this.problem = problem;
    this.request = request;
  }

  @Override
  public Response execute() throws BackendException {
    start();
    throw refusal();
  }

  @Override
  public void enqueue(Callback callback) {
    start();
    Workers.executor().execute(() -> callback.onFailure(this, refusal()));
  }

  private void start() {
    if (!executed.compareAndSet(false, true)) {
      throw new IllegalStateException("Already Executed");
    }
  }

  private BackendRefusedException refusal() {
    Duration none = Duration.ZERO;
    ExchangeReport report =
        new ExchangeReport(
            label, "none", 0, new Timings(none, none, none, none, none, none), List.of(), Map.of());
    Outcome outcome = kind == ErrorKind.CONFIGURATION ? Outcome.CONFIG : Outcome.CLOSED;
    return new BackendRefusedException(
        new BackendException.Facts(kind, Phase.OBSERVE, outcome, report), problem, null);
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public void cancel() {
    canceled = true;
  }

  @Override
  public boolean isExecuted() {
    return executed.get();
  }

  @Override
  public boolean isCanceled() {
    return canceled;
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  /** Nothing will happen that it could hear of. */
  @Override
  public void addEventListener(EventListener listener) {}

  @Override
  public Call clone() {
    return new RefusedCall(label, kind, problem, request);
  }

  @Override
  public <T> @Nullable T tag(Class<? extends T> type) {
    return request.tag(type);
  }

  @Override
  public <T> @Nullable T tag(KClass<T> type) {
    return request.tag(JvmClassMappingKt.getJavaClass(type));
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> computeIfAbsent) {
    T known = request.tag(type);
    return known == null ? computeIfAbsent.invoke() : known;
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> computeIfAbsent) {
    return tag(JvmClassMappingKt.getJavaClass(type), computeIfAbsent);
  }
}
