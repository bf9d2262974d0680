package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
  private final List<BackendObserver> observers;
  private final BooleanSupplier closed;

  ObserveStep(Bodies bodies, List<BackendObserver> observers, BooleanSupplier closed) {
    this.bodies = bodies;
    this.observers = observers;
    this.closed = closed;
  }

  @Override
  public Phase phase() {
    return Phase.OBSERVE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    if (closed.getAsBoolean()) {
      throw failed(Failures.refused(exchange, ErrorKind.BACKEND, "the backend is closed"));
    }
    try {
      return received(exchange, next.proceed(exchange, request));
    } catch (IOException | RuntimeException e) {
      throw failed(bodies.failures().translate(exchange, e));
    }
  }

  private Response received(Exchange exchange, Response response) throws IOException {
    Response tracked = bodies.tracked(response, exchange);
    if (!observers.isEmpty()) {
      ExchangeReport report = exchange.report();
      int status = response.code();
      tell(observer -> observer.responseReceived(report, status));
    }
    return tracked;
  }

  private BackendException failed(BackendException failure) {
    log.debug("{}", failure.getMessage());
    tell(observer -> observer.exchangeFailed(failure));
    return failure;
  }

  private void tell(Consumer<BackendObserver> event) {
    for (BackendObserver observer : observers) {
      try {
        event.accept(observer);
      } catch (RuntimeException e) {
        log.warn("observer {} failed", observer.getClass().getName(), e);
      }
    }
  }

  @Override
  public String describe() {
    return "translate the failure, report to " + observers.size() + " observer(s)";
  }
}
