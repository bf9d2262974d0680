package io.forebay.internal;

import io.forebay.internal.pool.OuterClient;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.Refinement;
import io.forebay.spec.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Lets one client outlive the versions of a registry: each call goes on in one of the handle's,
 * which goes by what is in force. Limits that are set on the client hold in place of the backend's.
 */
final class ForwardingClient implements Interceptor {
  /** None of its own, so that what somebody sets is known. */
  private static final Timeouts UNLIMITED =
      new Timeouts(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final BackendHandle handle;

  private ForwardingClient(BackendHandle handle) {
    this.handle = handle;
  }

  static OkHttpClient to(BackendHandle handle) {
    return new OuterClient().with(UNLIMITED, new ForwardingClient(handle));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Call call = handle.again(limits(chain), chain.request(), Map.of());
    chain.call().addEventListener(new CancelTogether(call));
    if (chain.call().isCanceled()) {
      call.cancel();
    }
    return call.execute();
  }

  /** The limits that somebody set on a client derived from ours. */
  private static Refinement limits(Chain chain) {
    Refinement set = Refinement.NONE;
    set = with(set, ExchangeAttribute.CONNECT_TIMEOUT, chain.connectTimeoutMillis());
    set = with(set, ExchangeAttribute.TTFB_TIMEOUT, chain.readTimeoutMillis());
    return with(set, ExchangeAttribute.BETWEEN_BYTES_TIMEOUT, chain.writeTimeoutMillis());
  }

  private static Refinement with(Refinement others, ExchangeAttribute<Duration> limit, int millis) {
    return millis == 0 ? others : others.with(limit, Duration.ofMillis(millis));
  }

  /** Giving up the caller's call gives up the one that it goes on in, its body included. */
  private static final class CancelTogether extends EventListener {
    private final Call inner;

    CancelTogether(Call inner) {
      this.inner = inner;
    }

    @Override
    public void canceled(Call outer) {
      inner.cancel();
    }
  }
}
