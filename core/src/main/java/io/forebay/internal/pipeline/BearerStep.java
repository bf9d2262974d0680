package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.tokens.Token;
import io.forebay.spec.TokenSources;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * AUTHORIZE: after SHAPE, because an edit of {@code Authorization} beats a token (Couper), and
 * before a login, which beats both.
 */
final class BearerStep implements Step {
  private static final String SCHEME = "Bearer ";

  @Override
  public Phase phase() {
    return Phase.AUTHORIZE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.AUTHORIZE);
    Token token = exchange.told().token(TokenSources.OAUTH2);
    if (token == null || request.header("Authorization") != null) {
      return next.proceed(exchange, request);
    }
    String header = SCHEME + token.reveal();
    return next.proceed(exchange, request.newBuilder().header("Authorization", header).build());
  }

  /** Whether a request carries that token. */
  static boolean carries(Request request, Token token) {
    String header = request.header("Authorization");
    return header != null && header.equals(SCHEME + token.reveal());
  }

  @Override
  public String describe() {
    return "bearer token, unless an edit set Authorization";
  }
}
