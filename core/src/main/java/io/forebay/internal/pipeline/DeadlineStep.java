package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;

/** SHAPE, after the edits: tells the origin how long anybody waits, less with every attempt. */
final class DeadlineStep implements Step {
  private final String header;

  DeadlineStep(String header) {
    this.header = header;
  }

  @Override
  public Phase phase() {
    return Phase.SHAPE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    long left = exchange.limits().totalNanosLeft();
    if (left == Long.MAX_VALUE) {
      return next.proceed(exchange, request);
    }
    String millis = String.valueOf(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    return next.proceed(exchange, request.newBuilder().header(header, millis).build());
  }

  @Override
  public String describe() {
    return "what is left of timeout in " + header;
  }
}
