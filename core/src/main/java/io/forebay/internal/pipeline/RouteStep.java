package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spec.Origin;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** ROUTE: outside ADMIT, because permits and verdicts are the chosen origin's. */
final class RouteStep implements Step {
  private final Origin origin;

  RouteStep(Origin origin) {
    this.origin = origin;
  }

  @Override
  public Phase phase() {
    return Phase.ROUTE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ROUTE);
    return next.proceed(exchange, routed(request, origin));
  }

  /** The request to that origin, whatever its URL named. */
  static Request routed(Request request, Origin origin) {
    HttpUrl url = request.url();
    if (url.port() == origin.port()
        && url.host().equals(origin.host())
        && url.scheme().equals(origin.scheme())) {
      return request;
    }
    HttpUrl routed =
        url.newBuilder().scheme(origin.scheme()).host(origin.host()).port(origin.port()).build();
    return request.newBuilder().url(routed).build();
  }

  @Override
  public String describe() {
    return "to " + origin;
  }
}
