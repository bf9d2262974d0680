package io.forebay.internal;

import io.forebay.internal.pool.Exchange;
import java.io.IOException;
import java.util.Map;
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
  private final Call call;
  private final Exchange exchange;
  private final BackendView view;
  private final Map<String, String> variables;

  BackendCall(Call call, Exchange exchange, BackendView view, Map<String, String> variables) {
    this.call = call;
    this.exchange = exchange;
    this.view = view;
    this.variables = variables;
  }

  @Override
  public Response execute() throws IOException {
    exchange.starting();
    try {
      return call.execute();
    } catch (IOException e) {
      throw view.pipeline().translate(exchange, e);
    }
  }

  @Override
  public void enqueue(Callback callback) {
    exchange.starting();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call ignored, IOException failure) {
            callback.onFailure(BackendCall.this, view.pipeline().translate(exchange, failure));
          }

          @Override
          public void onResponse(Call ignored, Response response) throws IOException {
            callback.onResponse(BackendCall.this, response);
          }
        });
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
    return view.newCall(call.request(), variables);
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
