package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.internal.pool.Doorway;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Held;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.spec.Limits;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Request;
import okhttp3.Response;

/**
 * ADMIT, over the whole backend: inside RETRY, because each attempt is in flight for itself; ahead
 * of ROUTE, because who waits should neither count at an origin nor find that its choice is old.
 * The place comes back when the body of the response ends.
 */
final class PlaceStep implements Step {
  private final Limits limits;
  private final Failures failures;
  private final Line line;

  PlaceStep(Limits limits, Duration permitTimeout, Failures failures) {
    this.limits = limits;
    this.failures = failures;
    line = new Line("place", "max_concurrent", permitTimeout, failures);
  }

  @Override
  public Phase phase() {
    return Phase.ADMIT;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ADMIT);
    Doorway door = Objects.requireNonNull(exchange.doorway(), "the step is there for it");
    take(exchange, door);
    Held held = new Held(door.places().queue());
    exchange.holds(held);
    boolean answered = false;
    try {
      Response response = next.proceed(exchange, request);
      answered = true;
      int status = Objects.requireNonNull(exchange.answered(), "there is a response").code();
      door.places().ended(exchange.wire().sinceGranted(), status == 429 || status == 503);
      held.until(exchange.wire());
      return response;
    } catch (IOException | RuntimeException e) {
      BackendException failure = failures.translate(exchange, e);
      if (failure.outcome().blamesOrigin()) {
        door.places().ended(0, true);
      }
      throw failure;
    } finally {
      exchange.holds(null);
      if (!answered) {
        held.release();
      }
    }
  }

  private void take(Exchange exchange, Doorway door) throws IOException {
    PermitQueue.Waiter waiter = exchange.askedPlace();
    if (waiter == null) {
      waiter = door.places().queue().join();
      exchange.asksForPlace(waiter);
    }
    PermitQueue.Outcome outcome = outcome(exchange, door, waiter);
    if (outcome != PermitQueue.Outcome.GRANTED) {
      throw line.refusal(outcome, exchange, door.places().queue());
    }
    exchange.asksForPlace(null);
  }

  private static PermitQueue.Outcome outcome(
      Exchange exchange, Doorway door, PermitQueue.Waiter waiter) throws IOException {
    try {
      return door.await(exchange, waiter);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public String describe() {
    int most = limits.maxConcurrent();
    return limits
        .adaptive()
        .map(rules -> "one of " + rules.min() + " to " + rules.max() + " places")
        .orElse("one of " + most + " places");
  }
}
