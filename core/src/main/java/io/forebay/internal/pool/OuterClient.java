package io.forebay.internal.pool;

import io.forebay.internal.threads.Lazy;
import io.forebay.spec.Timeouts;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * The client of callers where an origin is chosen for each attempt: it never connects by itself,
 * its steps end in calls of the chosen origins' clients.
 */
public final class OuterClient {
  private final Lazy<OkHttpClient> base = new Lazy<>(OuterClient::made);

  private static OkHttpClient made() {
    Dispatcher dispatcher = new Dispatcher(new AdmissionExecutor());
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return OriginPool.Root.CLIENT
        .newBuilder()
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
        .dispatcher(dispatcher)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .build();
  }

  /** The client with some limits and steps. */
  public OkHttpClient with(Timeouts limits, Interceptor steps) {
    return base.get()
        .newBuilder()
        .connectTimeout(WireInterceptor.limit(limits.connect()))
        .readTimeout(WireInterceptor.limit(limits.ttfb()))
        .writeTimeout(WireInterceptor.limit(limits.betweenBytes()))
        .callTimeout(WireInterceptor.limit(limits.total()))
        .addInterceptor(steps)
        .build();
  }

  /** Gives up all calls. */
  public void cancelAll() {
    base.ifMade(client -> client.dispatcher().cancelAll());
  }
}
