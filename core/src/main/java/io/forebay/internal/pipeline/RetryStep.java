package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.BackendTimeoutException;
import io.forebay.Outcome;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Methods;
import io.forebay.internal.retry.Attempt;
import io.forebay.internal.retry.Ending;
import io.forebay.internal.retry.RetryBudget;
import io.forebay.internal.retry.RetryPolicy;
import io.forebay.spec.RetrySpec;
import io.forebay.spi.Clock;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * RETRY: outside ROUTE, so that another attempt goes to another origin where there is one. What the
 * rules permit for one exchange is done as far as the budget of the backend goes: when everything
 * fails, everybody's second attempt would be an outage of its own.
 */
final class RetryStep implements Step {
  private final RetrySpec spec;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final Clock clock;

  RetryStep(RetrySpec spec, RetryBudget budget, Clock clock) {
    this.spec = spec;
    this.budget = budget;
    this.clock = clock;
    policy = new RetryPolicy(spec);
  }

  @Override
  public Phase phase() {
    return Phase.RETRY;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.RETRY);
    budget.request(clock.nanoTime());
    for (int number = 1; ; number++) {
      Response response = null;
      BackendException failure = null;
      try {
        response = next.proceed(exchange, request);
        if (!policy.minds(status(exchange))) {
          return response;
        }
      } catch (BackendException e) {
        failure = e;
      }
      Ending ending = ending(exchange, failure);
      OptionalLong pause = pause(exchange, request, number, ending);
      if (pause.isEmpty() || !budget.tryAcquire(spec.budget(), clock.nanoTime())) {
        return handedOn(response, failure);
      }
      prepare(exchange, response, failure);
      exchange.pause(pause.getAsLong(), clock);
    }
  }

  private OptionalLong pause(Exchange exchange, Request request, int number, Ending ending) {
    if (exchange.isCanceled()) {
      return OptionalLong.empty();
    }
    Attempt attempt =
        new Attempt(
            number,
            request.method(),
            Methods.idempotent(request.method()),
            Resends.replayable(request),
            ending);
    return policy.pause(
        attempt,
        exchange.limits().totalNanosLeft(),
        ThreadLocalRandom.current().nextDouble(),
        Instant.now());
  }

  /** As the origin answered, before the answer was shaped. */
  private static int status(Exchange exchange) {
    return Objects.requireNonNull(exchange.answered(), "there is a response").code();
  }

  private static Ending ending(Exchange exchange, @Nullable BackendException failure) {
    Response refused = failure == null ? null : Outcomes.refusedAnswer(failure, exchange);
    if (refused != null) {
      return new Ending.Answered(refused.code(), refused.header("Retry-After"));
    }
    if (failure == null) {
      Response answered = Objects.requireNonNull(exchange.answered(), "there is a response");
      return new Ending.Answered(answered.code(), answered.header("Retry-After"));
    }
    return new Ending.Failed(
        failure.outcome(), failure instanceof BackendTimeoutException late ? late.limit() : null);
  }

  private static void prepare(
      Exchange exchange, @Nullable Response response, @Nullable BackendException failure) {
    if (response != null) {
      response.close();
    }
    if (failure == null
        || failure.outcome() == Outcome.UNKNOWN
        || Outcomes.refusedAnswer(failure, exchange) != null) {
      exchange.maybeActedOn();
    }
    exchange.forgetAnswer();
  }

  private static Response handedOn(@Nullable Response response, @Nullable BackendException failure)
      throws BackendException {
    if (response != null) {
      return response;
    }
    throw Objects.requireNonNull(failure, "one of both");
  }

  @Override
  public String describe() {
    return "up to "
        + spec.attempts()
        + " attempts, retries for "
        + spec.budget().percent()
        + " % of the exchanges";
  }
}
