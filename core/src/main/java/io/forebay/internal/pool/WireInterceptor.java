package io.forebay.internal.pool;

import io.forebay.spec.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Next to the wire, once per attempt: takes back what OkHttp adds unasked, and swaps the TTFB limit
 * for the between-bytes limit once the head is there.
 */
public final class WireInterceptor implements Interceptor {
  private static final Duration LONGEST = Duration.ofDays(24);

  private final int betweenBytesMillis;

  /** For exchanges with these limits. */
  public WireInterceptor(Timeouts timeouts) {
    betweenBytesMillis = millis(timeouts.betweenBytes());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Exchange exchange = Exchange.of(chain);
    Request request =
        exchange == null
            ? chain.request()
            : withoutImplicitHeaders(exchange.handedOver(), chain.request());
    Response response = chain.proceed(request);
    limitSilence(response, chain.connection());
    return response;
  }

  /** OkHttp holds its read timeout twice on HTTP/1.1: in okio, and on the socket. */
  private void limitSilence(Response response, @Nullable Connection connection) throws IOException {
    response.body().source().timeout().timeout(betweenBytesMillis, TimeUnit.MILLISECONDS);
    if (connection != null && response.protocol() == Protocol.HTTP_1_1) {
      connection.socket().setSoTimeout(betweenBytesMillis);
    }
  }

  /** The request as it was handed over: OkHttp would name itself and ask for gzip. */
  private static Request withoutImplicitHeaders(@Nullable Request handedOver, Request sent) {
    if (handedOver == null) {
      return sent;
    }
    boolean agent = handedOver.header("User-Agent") == null;
    boolean encoding = handedOver.header("Accept-Encoding") == null;
    if (!agent && !encoding) {
      return sent;
    }
    Request.Builder less = sent.newBuilder();
    if (agent) {
      less.removeHeader("User-Agent");
    }
    if (encoding) {
      less.removeHeader("Accept-Encoding");
    }
    return less.build();
  }

  /** A limit as OkHttp takes it: at least a millisecond unless there is none, at most 24 days. */
  public static Duration limit(Duration limit) {
    return Duration.ofMillis(millis(limit));
  }

  private static int millis(Duration limit) {
    if (limit.isZero()) {
      return 0;
    }
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return (int) Math.max(1, bounded.toMillis());
  }
}
