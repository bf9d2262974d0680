package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.health.OriginSignal;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.Durations;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Request;
import okhttp3.Response;

/**
 * ADMIT: before the permit, because who is refused need not wait for one; after the health gate of
 * its meaning, but that one costs less to ask later than a trial of the breaker that is given back.
 */
final class BreakerStep implements Step {
  private final Failures failures;
  private final Clock clock;

  BreakerStep(Failures failures, Clock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  @Override
  public Phase phase() {
    return Phase.ADMIT;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ADMIT);
    Breaker breaker = exchange.wire().breaker().orElseThrow();
    long ticket = breaker.enter();
    if (ticket == Breaker.REFUSED) {
      throw refused(exchange, breaker);
    }
    long from = clock.nanoTime();
    try {
      Response response = next.proceed(exchange, request);
      Response answered = Objects.requireNonNull(exchange.answered(), "there is a response");
      if (OriginSignal.ofStatus(answered.code()) == OriginSignal.SUCCESS) {
        breaker.succeeded(ticket, clock.nanoTime() - from);
      } else {
        breaker.failed(ticket, clock.nanoTime() - from);
      }
      return response;
    } catch (IOException | RuntimeException e) {
      if (isUnplaced(e) || !speaksAgainstIt(exchange, failures.translate(exchange, e))) {
        breaker.abandoned(ticket);
      } else {
        breaker.failed(ticket, clock.nanoTime() - from);
      }
      throw e; // As it is: whether to send again is told by its type.
    }
  }

  private static boolean isUnplaced(Exception e) {
    return e instanceof IOException failure && ResendStep.isUnplaced(failure);
  }

  private static boolean speaksAgainstIt(Exchange exchange, BackendException failure) {
    return failure.outcome().blamesOrigin() || isBadAnswer(failure, exchange);
  }

  private static boolean isBadAnswer(BackendException failure, Exchange exchange) {
    Response answer = Outcomes.refusedAnswer(failure, exchange);
    return answer != null && OriginSignal.ofStatus(answer.code()) != OriginSignal.SUCCESS;
  }

  private static BackendException refused(Exchange exchange, Breaker breaker) {
    long nanos = breaker.untilTrial();
    String until =
        nanos > 0
            ? "for another " + Durations.format(Duration.ofMillis(nanos / 1_000_000 + 1))
            : "until its trials have ended";
    return Failures.refused(
        exchange, ErrorKind.BACKEND_BREAKER_OPEN, "the circuit breaker is open " + until);
  }

  @Override
  public String describe() {
    return "circuit breaker";
  }
}
