package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.internal.pool.Doorway;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Held;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.spec.Durations;
import io.forebay.spec.Limits;
import io.forebay.spi.Phase;
import java.io.IOException;
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

  PlaceStep(Limits limits, Failures failures) {
    this.limits = limits;
    this.failures = failures;
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
    switch (outcome(exchange, door, waiter)) {
      case GRANTED -> exchange.asksForPlace(null);
      case CLOSED -> throw Failures.refused(exchange, ErrorKind.BACKEND, "the backend is closed");
      case CANCELLED -> throw failures.translate(exchange, new IOException("Canceled"));
      case CROWDED -> throw busy(exchange, door, "too many exchanges wait for a place");
      case NESTED ->
          throw busy(
              exchange,
              door,
              "called from within a call to the same backend, whose place it would wait for");
      default -> throw expired(exchange, door);
    }
  }

  private static PermitQueue.Outcome outcome(
      Exchange exchange, Doorway door, PermitQueue.Waiter waiter) throws IOException {
    try {
      return door.await(exchange, waiter);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private IOException expired(Exchange exchange, Doorway door) {
    if (exchange.totalPassed()) {
      return failures.total(exchange, null);
    }
    return busy(exchange, door, "no place within " + Durations.format(door.permitTimeout()));
  }

  private static IOException busy(Exchange exchange, Doorway door, String problem) {
    PermitQueue.Counts now = door.places().queue().counts();
    return Failures.refused(
        exchange,
        ErrorKind.BACKEND_BUSY,
        problem
            + " (max_concurrent="
            + now.max()
            + ", active="
            + now.leased()
            + ", waiting="
            + now.waiting()
            + ")");
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
