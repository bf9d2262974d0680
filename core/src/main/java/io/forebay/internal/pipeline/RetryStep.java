package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/** RETRY: outside ROUTE, so that another attempt may go to another origin. One attempt so far. */
final class RetryStep implements Step {

  @Override
  public Phase phase() {
    return Phase.RETRY;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    return next.proceed(exchange, request);
  }

  @Override
  public String describe() {
    return "one attempt";
  }
}
