package io.forebay.internal.pool;

import io.forebay.internal.net.ProxyRoute;
import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.spec.Timeouts;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Next to the wire, once per attempt: refuses a connection that is over, takes back what OkHttp
 * adds unasked, and swaps the TTFB limit for the between-bytes limit once the head is there.
 */
final class WireInterceptor implements Interceptor {
  private static final Duration LONGEST = Duration.ofDays(24);
  private static final String AGENT = "User-Agent";
  private static final String ENCODING = "Accept-Encoding";

  private final ProxyRoute route;
  private final Lifecycle lifecycle;
  private final int betweenBytesMillis;
  private final boolean strict;

  WireInterceptor(ProxyRoute route, Lifecycle lifecycle, Timeouts timeouts, boolean strict) {
    this.route = route;
    this.lifecycle = lifecycle;
    this.strict = strict;
    betweenBytesMillis = (int) limit(timeouts.betweenBytes()).toMillis();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Exchange exchange = Exchange.of(chain);
    Connection connection = chain.connection();
    if (exchange == null || connection == null) {
      throw new IOException("a call that did not come through the pipeline");
    }
    Request plain = route.authorized(withoutImplicitHeaders(exchange, chain), connection);
    Request request = lifecycle.beforeUse(exchange.wire(), connection, plain);
    Response response = sent(chain, request, connection);
    if (strict && response.protocol() != Protocol.HTTP_1_1) {
      Http2Head.check(response);
    }
    if (response.body().contentLength() < -1) { // Nobody could read or close such a body.
      throw new ProtocolViolation("a negative Content-Length");
    }
    refuseCrossing(exchange, response);
    limitSilence(response, connection);
    return route.refuses(response)
        ? response
        : exchange.wire().masked(withoutPhantomBody(response));
  }

  private Response sent(Chain chain, Request request, Connection connection) throws IOException {
    if (connection.protocol() == Protocol.HTTP_1_1) {
      return chain.proceed(request);
    }
    long from = System.nanoTime();
    try {
      return chain.proceed(request);
    } catch (SocketTimeoutException e) {
      lifecycle.timedOut(connection, from);
      throw e;
    }
  }

  /**
   * A server that gives an idle connection up may say 408 just as the next request leaves: it has
   * not seen it (RFC 9110 section 15.5.9).
   */
  private void refuseCrossing(Exchange exchange, Response response) throws IOException {
    if (response.code() == 408
        && exchange.reusedConnection()
        && "close".equalsIgnoreCase(response.header("Connection"))) {
      response.close();
      throw lifecycle.retired(Retirement.STALE);
    }
  }

  /** A 304 may name the length of the body that it does not have; OkHttp would wait for it. */
  private static Response withoutPhantomBody(Response response) {
    if (response.code() != 304 || response.protocol() != Protocol.HTTP_1_1) {
      return response;
    }
    ResponseBody body = response.body();
    if (body.contentLength() <= 0) {
      return response;
    }
    body.source().timeout().deadline(1, TimeUnit.MILLISECONDS);
    body.close();
    return response.newBuilder().body(ResponseBody.create(new byte[0], null)).build();
  }

  /**
   * OkHttp holds its read timeout twice on HTTP/1.1: in okio, and on the socket. A stream of events
   * may be silent for as long as its total limit allows.
   */
  private void limitSilence(Response response, Connection connection) throws IOException {
    int millis = isEventStream(response) ? 0 : betweenBytesMillis;
    response.body().source().timeout().timeout(millis, TimeUnit.MILLISECONDS);
    if (response.protocol() == Protocol.HTTP_1_1) {
      connection.socket().setSoTimeout(millis);
    }
  }

  private static boolean isEventStream(Response response) {
    String type = response.header("Content-Type");
    return type != null && type.startsWith("text/event-stream");
  }

  /** The request as it was handed over: OkHttp would name itself and ask for gzip. */
  private static Request withoutImplicitHeaders(Exchange exchange, Chain chain) {
    Request handedOver = exchange.handedOver();
    Request sent = chain.request();
    boolean agent = handedOver != null && handedOver.header(AGENT) == null;
    boolean encoding = handedOver != null && handedOver.header(ENCODING) == null;
    if (!agent && !encoding) {
      return sent;
    }
    Headers headers = sent.headers();
    Headers.Builder less = new Headers.Builder();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      boolean implicit =
          (agent && name.equalsIgnoreCase(AGENT)) || (encoding && name.equalsIgnoreCase(ENCODING));
      if (!implicit) {
        less.addUnsafeNonAscii(name, headers.value(i));
      }
    }
    return sent.newBuilder().headers(less.build()).build();
  }

  /** A limit as OkHttp takes it: at least a millisecond unless there is none, at most 24 days. */
  static Duration limit(Duration limit) {
    if (limit.isZero()) {
      return limit;
    }
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return Duration.ofMillis(Math.max(1, bounded.toMillis()));
  }
}
