package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.pool.Trail;
import io.forebay.spec.Origin;
import io.forebay.spi.Phase;
import io.forebay.spi.Telemetry.Refusal;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OBSERVE: outermost, so that every failure is translated once and everything is seen as the caller
 * sees it.
 */
final class ObserveStep implements Step {
  private static final Logger log = LoggerFactory.getLogger(ObserveStep.class);

  private final Bodies bodies;
  private final Observers observers;
  private final Entries entries;
  private final BooleanSupplier closed;
  private final Optional<Origin> named;

  /**
   * Observes.
   *
   * @param named the name by which all origins are found
   */
  ObserveStep(Bodies bodies, Observers observers, BooleanSupplier closed, Optional<Origin> named) {
    this.bodies = bodies;
    this.observers = observers;
    this.entries = bodies.entries();
    this.closed = closed;
    this.named = named;
  }

  @Override
  public Phase phase() {
    return Phase.OBSERVE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    if (closed.getAsBoolean()) {
      throw failed(
          exchange, Failures.refused(exchange, ErrorKind.BACKEND, "the backend is closed"));
    }
    try {
      return received(exchange, next.proceed(exchange, request));
    } catch (IOException | RuntimeException e) {
      throw failed(exchange, bodies.failures().translate(exchange, e));
    }
  }

  private Response received(Exchange exchange, Response response) throws IOException {
    Response tracked = bodies.tracked(response, exchange);
    if (!observers.none()) {
      ExchangeReport report = exchange.report();
      int status = response.code();
      observers.tell(observer -> observer.responseReceived(report, status));
      if (status == 101) {
        entries.ended(exchange, response, 0, null); // What follows is no exchange any more.
      }
    }
    return tracked;
  }

  private BackendException failed(Exchange exchange, BackendException failure) {
    log.debug("{}", failure.getMessage());
    observers.tell(observer -> observer.exchangeFailed(failure));
    Trail trail = exchange.trail();
    if (trail != null) {
      trail.refused(() -> new Refusal(failure, server(exchange)));
    }
    entries.failed(exchange, failure);
    return failure;
  }

  private Optional<Origin> server(Exchange exchange) {
    OriginPool pool = exchange.pool();
    return pool == null ? named : named.or(() -> Optional.of(pool.origin()));
  }

  @Override
  public String describe() {
    return "translate the failure, report to " + observers.all().size() + " observer(s)";
  }
}
