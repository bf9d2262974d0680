package io.forebay.internal.pool;

import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;

/** A call that goes nowhere: what it is told to be, it is. */
public final class StillCall implements Call {
  private static final Request REQUEST = new Request.Builder().url("http://127.0.0.1:1/").build();

  private volatile boolean canceled;
  private volatile Callback callback;

  /** Who was enqueued. */
  public Callback callback() {
    return callback;
  }

  @Override
  public Request request() {
    return REQUEST;
  }

  @Override
  public void enqueue(Callback responseCallback) {
    callback = responseCallback;
  }

  @Override
  public void cancel() {
    canceled = true;
  }

  @Override
  public boolean isCanceled() {
    return canceled;
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public boolean isExecuted() {
    return callback != null;
  }

  @Override
  public Response execute() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addEventListener(EventListener eventListener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T tag(KClass<T> type) {
    return null;
  }

  @Override
  public <T> T tag(Class<? extends T> type) {
    return null;
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> computeIfAbsent) {
    return computeIfAbsent.invoke();
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> computeIfAbsent) {
    return computeIfAbsent.invoke();
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // It has no state of its own to copy.
  public Call clone() {
    return new StillCall();
  }
}
