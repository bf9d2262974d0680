package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spec.Credentials;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** AUTHORIZE: after SHAPE, because a configured login beats any edit (Couper). */
final class AuthorizeStep implements Step {
  private final Credentials login;
  private final @Nullable String constant;

  AuthorizeStep(Credentials login) {
    this.login = login;
    constant = login.constant() ? login.headerValue() : null;
  }

  @Override
  public Phase phase() {
    return Phase.AUTHORIZE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.AUTHORIZE);
    String header = constant == null ? login.headerValue(exchange.view()) : constant;
    if (header == null) {
      return next.proceed(exchange, request);
    }
    return next.proceed(exchange, request.newBuilder().header("Authorization", header).build());
  }

  @Override
  public String describe() {
    return "basic auth";
  }
}
