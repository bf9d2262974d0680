package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Trail;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OBSERVE, around everything that becomes of an attempt towards one origin: one that the pool could
 * not place, and that was refused when it came again, ends here.
 */
final class TrailStep implements Step {
  private final Failures failures;

  TrailStep(Failures failures) {
    this.failures = failures;
  }

  @Override
  public Phase phase() {
    return Phase.OBSERVE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    try {
      return next.proceed(exchange, request);
    } catch (IOException | RuntimeException e) {
      Trail trail = exchange.trail();
      if (trail != null && trail.departed()) {
        trail.failed(e, failures.translate(exchange, e), Optional.empty());
      }
      throw e;
    }
  }

  @Override
  public String describe() {
    return "attempts that end ahead of the wire are told to telemetry";
  }
}
