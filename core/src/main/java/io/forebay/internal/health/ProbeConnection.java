package io.forebay.internal.health;

import io.forebay.internal.pool.OriginPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;

/** What is known of the connection of the probe that runs, of which there is one at a time. */
final class ProbeConnection extends EventListener implements Interceptor {
  private final OriginPool pool;
  private volatile boolean made;
  private volatile boolean answered;

  ProbeConnection(OriginPool pool) {
    this.pool = pool;
  }

  /** A probe begins. */
  void forget() {
    made = false;
    answered = false;
  }

  /** Whether a failure may be due to a connection that had died since the last probe. */
  boolean mayHaveDied() {
    return !made && !answered;
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    made = true;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    answered = true;
  }

  /** Uses no connection that was kept while the name moved elsewhere or a certificate changed. */
  @Override
  public Response intercept(Chain chain) throws IOException {
    if (!made && !pool.current(Objects.requireNonNull(chain.connection(), "on the network"))) {
      throw new IOException("the connection has outlived its address or its certificate");
    }
    return chain.proceed(chain.request());
  }
}
