package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.tokens.Token;
import io.forebay.internal.tokens.TokenDesk;
import io.forebay.internal.tokens.TokenFailure;
import io.forebay.spec.TokenSources;
import io.forebay.spec.UnboundVariableException;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * AUTHORIZE: gets the tokens that SHAPE may need, so it stands before it; after ADMIT, because who
 * is refused there needs none. A 401 ends a token, and the request is made again with a new one, on
 * the same permit, as often as is configured.
 */
final class TokenStep implements Step, Exchange.Preparation {
  private static final int UNAUTHORIZED = 401;

  private final TokenDesk desk;
  private final boolean bears;
  private final boolean useWhenUnhealthy;
  private final Clock clock;

  /**
   * Gets tokens.
   *
   * @param noLogin whether there is no login, which every request would carry in place of a token
   */
  TokenStep(TokenDesk desk, boolean noLogin, boolean useWhenUnhealthy, Clock clock) {
    this.desk = desk;
    this.bears = noLogin && desk.hasBearer();
    this.useWhenUnhealthy = useWhenUnhealthy;
    this.clock = clock;
  }

  /** Whether requests carry a token. */
  boolean bears() {
    return bears;
  }

  @Override
  public Phase phase() {
    return Phase.AUTHORIZE;
  }

  /** An asynchronous call waits for its tokens without a thread; an unhealthy origin needs none. */
  @Override
  public void before(Exchange exchange, Runnable then) {
    if (!useWhenUnhealthy && !exchange.view().health().healthy()) {
      then.run();
      return;
    }
    List<CompletableFuture<Token>> asked;
    try {
      asked = desk.ask(exchange.view());
    } catch (RuntimeException e) {
      then.run(); // It is asked again, and says it then.
      return;
    }
    exchange.tokensAsked(asked);
    exchange.whenDone(
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)), clock, then);
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    // What the caller says of itself is not what we say of us; edits come later, and count.
    Request plain =
        bears && request.header("Authorization") != null
            ? request.newBuilder().removeHeader("Authorization").build()
            : request;
    for (int retries = desk.retries(); ; retries--) {
      exchange.enter(Phase.AUTHORIZE);
      obtain(exchange);
      try {
        Response response = next.proceed(exchange, plain);
        if (!again(exchange, plain, retries)) {
          return response;
        }
        response.close();
      } catch (BackendException e) {
        // A contract that knows of no 401 has refused the response that refuses the token.
        if (!again(exchange, plain, retries)) {
          throw e;
        }
      }
      exchange.forgetAnswer();
      exchange.wire().slot(null); // Each time that it goes out counts.
    }
  }

  private static boolean again(Exchange exchange, Request request, int retries) {
    return refused(exchange) && retries > 0 && replayable(exchange, request);
  }

  /** Whether the token was refused, which is then forgotten. */
  private static boolean refused(Exchange exchange) {
    Response answered = exchange.answered();
    Request sent = exchange.handedOver();
    Token token = exchange.told().token(TokenSources.OAUTH2);
    if (answered == null || sent == null || token == null) {
      return false;
    }
    boolean ours = answered.code() == UNAUTHORIZED && BearerStep.carries(sent, token);
    if (ours) {
      token.forget();
    }
    return ours;
  }

  private static boolean replayable(Exchange exchange, Request request) {
    return Resends.replayable(request) || exchange.keptBody() != null;
  }

  private void obtain(Exchange exchange) throws IOException {
    List<CompletableFuture<Token>> asked = asked(exchange);
    Map<String, Token> tokens = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      tokens.put(desk.name(i), token(exchange, asked.get(i)));
    }
    exchange.told().tokens(tokens);
  }

  private List<CompletableFuture<Token>> asked(Exchange exchange) throws IOException {
    List<CompletableFuture<Token>> ahead = exchange.takeTokensAsked();
    if (ahead != null) {
      return ahead;
    }
    try {
      return desk.ask(exchange.view());
    } catch (UnboundVariableException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw Failures.noToken(exchange, String.valueOf(e.getMessage()), e);
    }
  }

  private static Token token(Exchange exchange, CompletableFuture<Token> asked) throws IOException {
    if (!asked.isDone()) {
      exchange.await(asked);
    }
    try {
      return asked.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TokenFailure failure) {
        throw Failures.noToken(exchange, String.valueOf(failure.getMessage()), failure);
      }
      throw e;
    }
  }

  @Override
  public String describe() {
    String again =
        desk.retries() == 0 ? "" : "; " + desk.retries() + " times again with a new one after 401";
    return "tokens " + desk.names() + (bears ? again : "");
  }
}
