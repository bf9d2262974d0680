package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spec.Credentials;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/** AUTHORIZE: after SHAPE, because a configured login beats any edit (Couper). */
final class AuthorizeStep implements Step {
  private final String headerValue;

  AuthorizeStep(Credentials login) {
    headerValue = login.headerValue();
  }

  @Override
  public Phase phase() {
    return Phase.AUTHORIZE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.AUTHORIZE);
    return next.proceed(
        exchange, request.newBuilder().header("Authorization", headerValue).build());
  }

  @Override
  public String describe() {
    return "basic auth";
  }
}
