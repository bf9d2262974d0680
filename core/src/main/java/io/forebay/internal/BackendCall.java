package io.forebay.internal;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.versions.Holds;
import io.forebay.spec.Refinement;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
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
 * OkHttp's call, throwing our exceptions even where OkHttp fails a call outside of its
 * interceptors, such as a cancellation that comes with the last byte.
 */
final class BackendCall implements Call {
  private static final AtomicReferenceFieldUpdater<BackendCall, @Nullable Holds> HOLDS =
      AtomicReferenceFieldUpdater.newUpdater(BackendCall.class, Holds.class, "holds");

  private final Call call;
  private final Exchange exchange;
  private final BackendView view;
  private final Map<String, String> variables;
  private @Nullable BackendHandle handle;
  private Refinement refinement = Refinement.NONE;
  private volatile @Nullable Holds holds;

  BackendCall(Call call, Exchange exchange, BackendView view, Map<String, String> variables) {
    this.call = call;
    this.exchange = exchange;
    this.view = view;
    this.variables = variables;
  }

  /**
   * The call was made by a handle, which keeps the core from closing. That ends when the head of
   * the response is there: from then on a permit says how long the exchange takes.
   */
  BackendCall held(BackendHandle by, Refinement ofThisCall, Holds taken) {
    handle = by;
    refinement = ofThisCall;
    holds = taken;
    return this;
  }

  /** Whoever claims the hold gives it back; a call that is started twice has one. */
  private @Nullable Holds claimed() {
    return holds == null ? null : HOLDS.getAndSet(this, null);
  }

  private static void giveBack(@Nullable Holds taken) {
    if (taken != null) {
      taken.giveBack();
    }
  }

  @Override
  public Response execute() throws IOException {
    exchange.starting();
    Holds taken = claimed();
    try {
      return call.execute();
    } catch (IOException e) {
      throw view.pipeline().translate(exchange, e);
    } finally {
      giveBack(taken);
    }
  }

  @Override
  public void enqueue(Callback callback) {
    exchange.starting();
    Holds taken = claimed();
    try {
      call.enqueue(new Translating(callback, taken));
    } catch (RuntimeException alreadyStarted) {
      giveBack(taken);
      throw alreadyStarted;
    }
  }

  /** Tells the caller what becomes of the call. */
  private final class Translating implements Callback {
    private final Callback callback;
    private final @Nullable Holds taken;

    Translating(Callback callback, @Nullable Holds taken) {
      this.callback = callback;
      this.taken = taken;
    }

    @Override
    public void onFailure(Call ignored, IOException failure) {
      giveBack(taken);
      callback.onFailure(BackendCall.this, view.pipeline().translate(exchange, failure));
    }

    @Override
    public void onResponse(Call ignored, Response response) throws IOException {
      giveBack(taken);
      callback.onResponse(BackendCall.this, response);
    }
  }

  /** Another listener would hide ours from OkHttp's chain, so that ours is tagged first. */
  @Override
  public void addEventListener(EventListener listener) {
    exchange.tag(call);
    call.addEventListener(listener);
  }

  @Override
  public void cancel() {
    call.cancel();
  }

  @Override
  public Request request() {
    return call.request();
  }

  @Override
  public boolean isExecuted() {
    return call.isExecuted();
  }

  @Override
  public boolean isCanceled() {
    return call.isCanceled();
  }

  @Override
  public Timeout timeout() {
    return call.timeout();
  }

  @Override
  public Call clone() {
    BackendHandle by = handle;
    return by == null
        ? view.newCall(call.request(), variables)
        : by.again(refinement, call.request(), variables);
  }

  @Override
  public <T> @Nullable T tag(Class<? extends T> type) {
    return call.tag(type);
  }

  @Override
  public <T> @Nullable T tag(KClass<T> type) {
    return call.tag(type);
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> computeIfAbsent) {
    return call.tag(type, computeIfAbsent);
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> computeIfAbsent) {
    return call.tag(type, computeIfAbsent);
  }
}
