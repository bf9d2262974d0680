package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Methods;
import io.forebay.internal.retry.HedgePolicy;
import io.forebay.internal.retry.Retrying;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import okhttp3.Request;
import okhttp3.Response;

/**
 * RETRY, inside the step that tries again: a slow attempt gets a second one beside it, and the
 * earlier response wins. The first runs on the caller's thread, the second on a worker.
 */
final class HedgeStep implements Step {
  private final HedgeSpec spec;
  private final RetrySpec retries;
  private final Retrying shared;
  private final HedgePolicy policy;
  private final Clock clock;

  HedgeStep(HedgeSpec spec, RetrySpec retries, Retrying shared, Clock clock) {
    this.spec = spec;
    this.retries = retries;
    this.shared = shared;
    this.clock = clock;
    policy = new HedgePolicy(spec, shared.latencies(), shared.budget(), clock.nanoTime());
  }

  @Override
  public Phase phase() {
    return Phase.RETRY;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    long start = clock.nanoTime();
    policy.request(start);
    boolean repeatable =
        Methods.idempotent(request.method())
            && Resends.replayable(request)
            && exchange.tried().isEmpty(); // A retry is a second attempt already.
    OptionalLong delay = policy.delay(repeatable, start);
    if (delay.isEmpty()) {
      return timed(next.proceed(exchange, request), start);
    }
    HedgeRace race = new HedgeRace(exchange, request, next);
    Clock.Scheduled timer =
        clock.schedule(
            Duration.ofNanos(delay.getAsLong()),
            () -> Workers.executor().execute(() -> race.hedge(this::mayHedge)));
    try {
      return timed(race.first(), start);
    } finally {
      timer.cancel();
    }
  }

  private boolean mayHedge() {
    return policy.tryHedge(retries.budget(), clock.nanoTime());
  }

  private Response timed(Response response, long start) {
    long now = clock.nanoTime();
    shared.latencies().record(now - start, now);
    return response;
  }

  @Override
  public String describe() {
    return "a second attempt after the "
        + spec.percentile()
        + "th percentile, for at most "
        + spec.extraLoadPercent()
        + " % of the exchanges";
  }
}
